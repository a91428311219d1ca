import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { runRiskClassify } from '../../src/risk-classify-command.ts';

interface Printed {
  readonly id: string | number | null;
  readonly level?: string;
  readonly levels?: readonly string[];
  readonly categories?: readonly string[];
  readonly reasons?: readonly { readonly code: string; readonly at: number; readonly quote?: string }[];
  readonly error?: string;
}

async function classify(
  ...chunks: readonly (string | Uint8Array)[]
): Promise<{ status: number; lines: readonly Printed[] }> {
  const output = new PassThrough({ highWaterMark: 1 });
  const written = output.setEncoding('utf8').toArray();
  const status = await runRiskClassify(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), output);
  output.end();
  const text = (await written).join('');
  return {
    status,
    lines: text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Printed),
  };
}

describe('one line in, one line out', () => {
  test('a text: level, categories, reasons with quotes', async () => {
    const { status, lines } = await classify('{"id":"a","text":"chồng em cầm dao đuổi em"}\n');
    expect(status).toBe(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ id: 'a', level: 'imminent' });
    expect(lines[0]?.categories).toContain('weapon');
    expect(lines[0]?.reasons).toContainEqual(expect.objectContaining({ code: 'A4', at: 0 }));
    expect('chồng em cầm dao đuổi em').toContain(lines[0]?.reasons?.[0]?.quote);
    expect(lines[0]?.levels).toBeUndefined();
  });

  test('messages: the level after each never falls, reasons say which message', async () => {
    const { lines } = await classify(
      '{"id":1,"messages":["chồng dọa giết em","không sao đâu","nó về rồi"]}\n',
    );
    expect(lines[0]).toMatchObject({ id: 1, level: 'imminent', levels: ['high', 'high', 'imminent'] });
    expect(lines[0]?.reasons?.some((reason) => reason.code === 'A2' && reason.at === 2)).toBe(true);
  });

  test.each([
    ['1', 'imminent', 'A1'],
    ['cứu', 'imminent', 'A1'],
    ['113', 'imminent', 'A1'],
    ['bận', 'medium', 'M9'],
    ['😭', 'high', 'H22'],
  ])('"%s" is %s by %s', async (text, level, code) => {
    const { lines } = await classify(JSON.stringify({ id: 'c', text }));
    expect(lines[0]).toMatchObject({ level, reasons: [{ code, at: 0 }] });
  });

  test.each(['9', '0', '3', 'chào chị', ''])('"%s" is none', async (text) => {
    const { lines } = await classify(JSON.stringify({ id: 'c', text }));
    expect(lines[0]).toEqual({ id: 'c', level: 'none', categories: ['none'], reasons: [] });
  });

  test('a guard is a reason too', async () => {
    const { lines } = await classify('{"id":"g","text":"cười chết mất"}');
    expect(lines[0]).toMatchObject({ level: 'none', categories: ['none'] });
    expect(lines[0]?.reasons?.map((reason) => reason.code)).toContain('guard.idiom');
  });
});

describe('bad lines', () => {
  test('each yields its error in its place, the rest is judged, the status is 1', async () => {
    const { status, lines } = await classify(
      'nonsense\n{"id":"b"}\n{"id":7,"text":5}\n[]\n{"id":{"x":1},"text":"a"}\n{"id":"ok","text":"cứu"}\n',
    );
    expect(status).toBe(1);
    expect(lines.map((line) => [line.id, line.level ?? 'error'])).toEqual([
      [null, 'error'],
      ['b', 'error'],
      [7, 'error'],
      [null, 'error'],
      [null, 'error'],
      ['ok', 'imminent'],
    ]);
  });

  test('bytes that are no UTF-8 spoil only their line', async () => {
    const { status, lines } = await classify(
      new Uint8Array([0x22, 0xff, 0xfe, 0x0a]),
      '{"id":1,"text":"cứu"}\n',
    );
    expect(status).toBe(1);
    expect(lines.map((line) => line.id)).toEqual([null, 1]);
  });
});

describe('the stream', () => {
  test('nothing in, nothing out', async () => {
    expect(await classify()).toEqual({ status: 0, lines: [] });
    expect(await classify('\n\r\n  \n')).toEqual({ status: 0, lines: [] });
  });

  test('byte order mark, CRLF, blank lines, no last newline, characters cut in two', async () => {
    const bytes = Buffer.from('\uFEFF{"id":1,"text":"cứu"}\r\n\r\n{"id":2,"text":"bận"}');
    const { status, lines } = await classify(...[...bytes].map((byte) => new Uint8Array([byte])));
    expect(status).toBe(0);
    expect(lines.map((line) => [line.id, line.level])).toEqual([
      [1, 'imminent'],
      [2, 'medium'],
    ]);
  });

  test('a line of a megabyte', async () => {
    const { lines } = await classify(
      JSON.stringify({ id: 'long', text: `${'rau '.repeat(260_000)}. chồng đang bóp cổ em` }),
    );
    expect(lines[0]).toMatchObject({ id: 'long', level: 'imminent' });
  });

  test('it answers each line before the next one comes, and waits for a slow reader', async () => {
    const input = new PassThrough();
    const seen: string[] = [];
    let release: (() => void) | undefined;
    const output = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _encoding, done) {
        seen.push(chunk.toString());
        release = done;
        input.emit('answered');
      },
    });
    const running = runRiskClassify(input, output);
    input.write('{"id":1,"text":"cứu"}\n');
    await new Promise((resolve) => input.once('answered', resolve));
    expect(seen).toHaveLength(1);
    input.end('{"id":2,"text":"cứu"}\n');
    expect(seen).toHaveLength(1);
    const second = new Promise((resolve) => input.once('answered', resolve));
    release?.();
    await second;
    release?.();
    expect(await running).toBe(0);
    expect(seen).toHaveLength(2);
  });
});
