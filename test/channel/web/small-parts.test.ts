import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { objectOf } from '../../../src/channel/web/body.ts';
import { webLimits } from '../../../src/channel/web/limits.ts';
import { partsOf } from '../../../src/channel/web/multipart.ts';
import { corsHeaders, isAdmitted, socketBase } from '../../../src/channel/web/origin.ts';
import { rateOf } from '../../../src/channel/web/rate.ts';
import { type Tickets, ticketOffice } from '../../../src/channel/web/tickets.ts';

describe('a limit', () => {
  test('lets the burst through, then one at a time as the time passes', () => {
    let now = 0;
    const rate = rateOf({ burst: 30, perMs: 10_000 }, () => now);
    const burst = Array.from({ length: 30 }, () => rate('a'));
    expect(burst.every((seconds) => seconds === 0)).toBe(true);
    expect(rate('a')).toBe(1);
    expect(rate('b')).toBe(0);
    now += 334;
    expect([rate('a'), rate('a')]).toEqual([0, 1]);
    now += 10_000;
    expect(Array.from({ length: 31 }, () => rate('a')).filter((seconds) => seconds === 0)).toHaveLength(30);
  });

  test('says how long to wait, in whole seconds', () => {
    const rate = rateOf({ burst: 1, perMs: 60_000 }, () => 0);
    expect([rate('a'), rate('a')]).toEqual([0, 60]);
  });

  test('is not fooled by a clock that goes back', () => {
    let now = 10_000;
    const rate = rateOf({ burst: 1, perMs: 1_000 }, () => now);
    rate('a');
    now = 0;
    expect(rate('a')).toBe(1);
  });

  test('forgets the longest unheard when too many ask', () => {
    const rate = rateOf({ burst: 1, perMs: 1_000_000 }, () => 0);
    rate('first');
    for (let n = 0; n < webLimits.rateKeys; n += 1) rate(`other ${n}`);
    expect(rate(`other ${webLimits.rateKeys - 1}`)).toBeGreaterThan(0);
    expect(rate('first')).toBe(0);
  });
});

describe('a ticket', () => {
  const ticket = { conversation: 'c', token: 't', after: 3 };
  const office = (): { time: { now: number }; tickets: Tickets } => {
    const time = { now: 0 };
    let count = 0;
    return {
      time,
      tickets: ticketOffice(
        () => time.now,
        () => `s${(count += 1)}`,
      ),
    };
  };

  test('opens once', () => {
    const { tickets } = office();
    const secret = tickets.issue(ticket);
    expect(tickets.take(secret)).toMatchObject(ticket);
    expect(tickets.take(secret)).toBeNull();
  });

  test.each([
    [60_000, true],
    [60_001, false],
  ])('after %i ms it still opens: %s', (later, opens) => {
    const { time, tickets } = office();
    const secret = tickets.issue(ticket);
    time.now = later;
    expect(tickets.take(secret) !== null).toBe(opens);
  });

  test('of too many the oldest goes', () => {
    const { tickets } = office();
    const first = tickets.issue(ticket);
    const others = Array.from({ length: webLimits.tickets }, () => tickets.issue(ticket));
    expect(tickets.take(first)).toBeNull();
    expect(tickets.take(others[0] ?? '')).not.toBeNull();
  });
});

describe('origins', () => {
  const rule = { publicUrl: 'https://help.example.vn', allowedOrigins: ['https://partner.example.vn'] };
  test.each<[string | undefined, string, boolean]>([
    [undefined, 'help.example.vn', true],
    ['https://help.example.vn', '127.0.0.1:3000', true],
    ['http://127.0.0.1:3000', '127.0.0.1:3000', true],
    ['http://127.0.0.1:3001', '127.0.0.1:3000', false],
    ['https://partner.example.vn', 'help.example.vn', true],
    ['https://partner.example.vn.evil.example', 'help.example.vn', false],
    ['http://partner.example.vn', 'help.example.vn', false],
    ['null', 'help.example.vn', false],
    ['', '', false],
    ['nonsense', 'nonsense', false],
  ])('origin %s at host %s may call: %s', (origin, host, admitted) => {
    expect(isAdmitted(rule, { host, ...(origin === undefined ? {} : { origin }) })).toBe(admitted);
  });

  test('only a listed origin may read the answer', () => {
    const headers = corsHeaders(rule, { origin: 'https://partner.example.vn' });
    expect(headers['access-control-allow-origin']).toBe('https://partner.example.vn');
    expect(corsHeaders(rule, { origin: 'https://other.example' })).toEqual({ vary: 'Origin' });
  });

  test.each<[string, object, string | null, string]>([
    ['a program, no public address', { host: '127.0.0.1:3000' }, null, 'ws://127.0.0.1:3000'],
    ['a program', { host: '127.0.0.1:3000' }, 'https://help.example.vn/', 'wss://help.example.vn'],
    ['our page behind a proxy that ends TLS', { host: 'a.vn', origin: 'https://a.vn' }, null, 'wss://a.vn'],
    [
      'our page reached by another name',
      { host: 'localhost:3000', origin: 'http://localhost:3000' },
      'https://help.example.vn',
      'ws://localhost:3000',
    ],
    [
      'a partner’s page',
      { host: '10.0.0.2', origin: 'https://partner.example.vn' },
      'https://help.example.vn',
      'wss://help.example.vn',
    ],
  ])('%s finds the sockets at the right place', (_name, headers, publicUrl, base) => {
    expect(socketBase({ publicUrl, allowedOrigins: [] }, headers as Record<string, string>)).toBe(base);
  });
});

describe('a body', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  test.each<[string, Uint8Array, 'read' | 'refused']>([
    ['an object', bytes('{"a":1}'), 'read'],
    ['an object with a prototype key', bytes('{"__proto__":{"a":1}}'), 'read'],
    ['a list', bytes('[1]'), 'refused'],
    ['null', bytes('null'), 'refused'],
    ['half an object', bytes('{"a":'), 'refused'],
    ['nothing', bytes(''), 'refused'],
    ['invalid UTF-8', Uint8Array.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]), 'refused'],
    ['32 levels', bytes('{"a":'.repeat(31) + '{}' + '}'.repeat(31)), 'read'],
    ['33 levels', bytes('{"a":'.repeat(32) + '{}' + '}'.repeat(32)), 'refused'],
    [
      'a hundred thousand levels',
      bytes('{"a":' + '['.repeat(100_000) + ']'.repeat(100_000) + '}'),
      'refused',
    ],
  ])('%s', (_name, body, status) => {
    expect(objectOf(body).status).toBe(status);
  });
});

describe('a form', () => {
  const form = (...lines: string[]): Uint8Array => Buffer.from(lines.join('\r\n'), 'latin1');
  const part = [
    '--b',
    'Content-Disposition: form-data; name="file"; filename="hoa.jpg"',
    'Content-Type: image/jpeg',
    '',
    'xyz',
  ];

  test('gives each part its name, type and bytes', () => {
    expect(partsOf('multipart/form-data; boundary=b', form(...part, '--b--', ''))).toEqual([
      { name: 'file', contentType: 'image/jpeg', bytes: Buffer.from('xyz') },
    ]);
  });

  test.each<[string, string, Uint8Array]>([
    ['no boundary', 'multipart/form-data', form(...part, '--b--')],
    ['another boundary', 'multipart/form-data; boundary=c', form(...part, '--b--')],
    ['a boundary of forbidden letters', 'multipart/form-data; boundary="b<>"', form(...part, '--b--')],
    ['no end', 'multipart/form-data; boundary=b', form(...part)],
    ['something before the first part', 'multipart/form-data; boundary=b', form('hello', ...part, '--b--')],
    [
      'a part without a name',
      'multipart/form-data; boundary=b',
      form('--b', 'Content-Type: a/b', '', 'x', '--b--'),
    ],
    ['a part without an empty line', 'multipart/form-data; boundary=b', form('--b', 'x', '--b--')],
    [
      'eleven parts',
      'multipart/form-data; boundary=b',
      form(...Array.from({ length: 11 }, () => part).flat(), '--b--'),
    ],
    ['nothing', 'multipart/form-data; boundary=b', form('')],
    [
      'an endless head',
      'multipart/form-data; boundary=b',
      form('--b', `Content-Disposition: form-data; name="${'x'.repeat(4000)}"`, '', 'x', '--b--'),
    ],
  ])('with %s is no form', (_name, type, body) => {
    expect(partsOf(type, body)).toBeNull();
  });

  test('any bytes survive, and what browsers write is read', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 9 }),
        async (files) => {
          const data = new FormData();
          for (const [n, file] of files.entries())
            data.append('file', new Blob([Uint8Array.from(file)], { type: 'image/png' }), `${n}.png`);
          const request = new Request('http://x', { method: 'POST', body: data });
          const body = new Uint8Array(await request.arrayBuffer());
          const parts = partsOf(request.headers.get('content-type') ?? '', body);
          expect(parts?.map(({ bytes }) => [...bytes])).toEqual(files.map((file) => [...file]));
        },
      ),
      { numRuns: 30 },
    );
  });
});
