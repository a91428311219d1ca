import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { runRiskEval } from '../../src/risk-eval-command.ts';
import { runRiskExplain } from '../../src/risk-explain-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'hien-eval-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function evaluated(files: readonly string[], json: boolean) {
  const output = new PassThrough({ encoding: 'utf8' });
  const error = new PassThrough({ encoding: 'utf8' });
  const status = runRiskEval(files, json, { output, error });
  return { status, output: String(output.read() ?? ''), error: String(error.read() ?? '') };
}

function file(name: string, ...lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
}

describe('hien risk eval', () => {
  const labelled = file(
    'lines.jsonl',
    '{"id":"a","text":"chồng em cầm dao đuổi em","level":"imminent","categories":["weapon"]}',
    '',
    '{"text":"hôm nay trời mát quá","level":"none"}',
  );

  test('prints tables', () => {
    const { status, output } = evaluated([labelled], false);
    expect(status).toBe(0);
    expect(output).toContain('| imminent | 1 | 100.0 %');
    expect(output).toContain('| lines | 1 | 0.0 |');
  });

  test('prints JSON', () => {
    const { output } = evaluated([labelled, labelled], true);
    expect(JSON.parse(output)).toMatchObject({ lines: 4, misses: [] });
  });

  test.each([
    ['a line that is no JSON', 'not json', ':1 is no labelled line'],
    ['a level that does not exist', '{"text":"a","level":"grave"}', ':1 is no labelled line'],
  ])('%s is named', (name, line, said) => {
    expect(evaluated([file(`${name}.jsonl`, line)], false)).toMatchObject({
      status: 1,
      output: '',
      error: expect.stringContaining(said) as string,
    });
  });

  test('a missing file is named', () => {
    const { status, error } = evaluated([join(folder, 'nothing.jsonl')], false);
    expect(status).toBe(1);
    expect(error).toContain('nothing.jsonl');
  });
});

test('hien risk explain shows views, what hit, the score and the verdict', () => {
  const output = new PassThrough({ encoding: 'utf8' });
  runRiskExplain('ck e cầm dao', output);
  const text = String(output.read());
  for (const part of [
    'accented    ck0',
    'tone-free   ck e cam dao',
    'chông',
    'A4',
    'model       high 0.',
    'verdict     ',
  ])
    expect(text).toContain(part);
});
