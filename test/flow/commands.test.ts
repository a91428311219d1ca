import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sentenceOf } from '../../src/flow/sentences.ts';
import { stepKinds } from '../../src/flow/steps/registry.ts';
import type { CommandStreams } from '../../src/flow-chat-command.ts';
import { runFlowCheck, runFlowProve } from '../../src/flow-check-command.ts';
import { runFlowCover } from '../../src/flow-cover-command.ts';
import { runFlowDiff } from '../../src/flow-diff-command.ts';
import { runFlowDraw } from '../../src/flow-draw-command.ts';
import {
  runFlowPublish,
  runFlowRecall,
  runFlowRevisions,
  type WithHouse,
} from '../../src/flow-publish-command.ts';

const flows = fileURLToPath(new URL('../../flows', import.meta.url));
const broken = (name: string): string => fileURLToPath(new URL(`../broken/${name}`, import.meta.url));
const now = Date.parse('2026-11-22T03:00:00Z');

type Command = (args: readonly string[], io: CommandStreams) => number;

function run(command: Command, args: readonly string[]) {
  const written = { out: '', error: '' };
  const into = (name: 'out' | 'error') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[name] += chunk.toString('utf8');
        done();
      },
    });
  const status = command(args, { input: Readable.from([]), output: into('out'), error: into('error') });
  return { status, ...written };
}

const check: Command = (args, io) => runFlowCheck(args, io, now);
const prove: Command = (args, io) => runFlowProve(args, io, now);

const rows = z.array(
  z.strictObject({
    rule: z.string(),
    severity: z.enum(['error', 'warning', 'note']),
    file: z.string(),
    line: z.number(),
    column: z.number(),
    flow: z.string().nullable(),
    step: z.string().nullable(),
    message: z.string(),
    english: z.string(),
    transcript: z.string().optional(),
  }),
);

describe('hien flow check and prove', () => {
  test('the shipped flows have no error', () => {
    const { status, out, error } = run(check, [flows]);
    expect([status, error]).toEqual([0, '']);
    expect(out).toContain('triage.yaml: 0 errors');
    const proven = run(prove, [flows]);
    expect(proven.status).toBe(0);
    expect(proven.out).toMatch(/triage\.yaml: \d+ situations, every property holds/u);
  });

  test('a broken flow is told in Vietnamese, with the conversation that shows it', () => {
    const { status, out } = run(check, [broken('danger-no-human.yaml')]);
    expect(status).toBe(1);
    expect(out).toContain('danger-no-human.yaml:13:64 error danger-no-human first: Sau “now”');
    expect(out).toMatch(/error P1 first: .*\n {4}< Bạn chọn gì\?/u);
    expect(out).toContain('    > 3\n    ! risk imminent A2');
  });

  test('as JSON in both languages', () => {
    const { status, out } = run(check, [broken('danger-no-human.yaml'), broken('schema.yaml'), '--json']);
    expect(status).toBe(1);
    const told = rows.parse(JSON.parse(out));
    expect(told.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['danger-no-human', 'P1', 'schema']));
    const proof = told.find(({ rule }) => rule === 'P1');
    expect(proof?.message).not.toBe(proof?.english);
    expect(proof?.transcript).toContain('> 3');
  });

  test('beside the revision that is live, a step that is gone is told', () => {
    const file = broken('id-removed.yaml');
    expect(run(check, [file]).out).not.toContain('id-removed.yaml:9');
    const { status, out } = run(check, [file, '--against', broken('handoff-no-fallback.yaml')]);
    expect([status, out]).toEqual([0, expect.stringMatching(/id-removed\.yaml:9:1 warning id-removed/u)]);
    expect(run(check, [file, '--against', 'nowhere']).error).toBe('nowhere is not there.\n');
  });

  test('warnings alone do not block', () => {
    expect(run(check, [broken('depth.none.yaml')])).toMatchObject({ status: 0, error: '' });
  });

  test.each<[string, Command, readonly string[], string]>([
    ['no path', check, [], 'hien flow check needs at least one PATH.'],
    ['no path to prove', prove, ['--json'], 'hien flow prove needs at least one PATH.'],
    ['a path that is not there', check, ['nowhere'], 'nowhere is not there.'],
    ['a folder without flows', check, [`${flows}/instruments/../../locales`], 'There is no flow to look at.'],
    ['nothing to draw', runFlowDraw, [], 'hien flow draw needs one FLOW.'],
    ['talks that are not there', runFlowCover, ['--talks', 'nowhere'], 'nowhere is not there.'],
  ])('%s is told in one sentence', (_, command, args, message) => {
    expect(run(command, args)).toEqual({ status: 2, out: '', error: `${message}\n` });
  });
});

describe('hien flow diff', () => {
  const rows = z.array(
    z.object({
      flow: z.string(),
      changes: z.array(z.object({ kind: z.string(), message: z.string(), english: z.string() })),
      talks: z.object({ count: z.number(), differing: z.array(z.object({ talk: z.string() })) }),
    }),
  );

  test('the shipped flows beside themselves: nothing differs', () => {
    const { status, out, error } = run(runFlowDiff, [flows, flows]);
    expect([status, error]).toEqual([0, '']);
    expect(out).toContain('triage: không có gì khác.\n');
    expect(out.trimEnd().split('\n')).toHaveLength(13);
  });

  test('two files of one flow, in sentences and as JSON, with the talks that end otherwise', () => {
    const [before, after] = [broken('danger-no-human.yaml'), broken('danger-no-human.silence.yaml')];
    const { status, out } = run(runFlowDiff, [before, after]);
    expect(status).toBe(0);
    expect(out).toMatch(/^example: \d+ thay đổi cấu trúc/u);
    const [row] = rows.parse(JSON.parse(run(runFlowDiff, [before, after, '--json']).out));
    expect(row?.changes.length).toBeGreaterThan(0);
    expect(row?.changes.every(({ message, english }) => message !== english)).toBe(true);
  });

  test('saved talks are played on both', async () => {
    const talks = fileURLToPath(new URL('talks', import.meta.url));
    const kinds = `${talks}/kinds.yaml`;
    const folder = await mkdtemp(join(tmpdir(), 'diff-'));
    for (const name of ['kinds.yaml', 'called.yaml'])
      await writeFile(
        join(folder, name),
        (await readFile(join(talks, name), 'utf8')).replace(
          'near: { label: Ở gần, risk: high, trigger: H19',
          'near: { label: Ở gần, negative: true',
        ),
      );
    const { out } = run(runFlowDiff, [kinds, join(folder, 'kinds.yaml'), '--json', '--talks', talks]);
    await rm(folder, { recursive: true });
    const [row] = rows.parse(JSON.parse(out));
    expect(row?.talks.count).toBeGreaterThan(5);
    expect(row?.talks.differing).toEqual([{ talk: 'kinds-near.txt' }, { talk: 'kinds-silence.txt' }]);
  });

  test('flows that came and went are named', () => {
    const { out } = run(runFlowDiff, [flows, broken('depth.yaml')]);
    expect(out).toContain('  Bỏ luồng “triage”.');
    expect(out).toContain('  Thêm luồng “example”.');
  });

  test('what cannot be read is told, with status 1', () => {
    expect(run(runFlowDiff, [flows, 'nowhere'])).toEqual({
      status: 1,
      out: '',
      error: 'nowhere is not there.\n',
    });
    expect(run(runFlowDiff, [broken('schema.tab.yaml'), flows])).toMatchObject({ status: 1, out: '' });
    expect(run(runFlowDiff, [flows, flows, '--talks', 'nowhere']).status).toBe(1);
    expect(run(runFlowDiff, [flows]).status).toBe(2);
  });
});

describe('hien flow publish, recall and revisions', () => {
  const never: WithHouse = () => Promise.reject(new Error('the data are not opened'));
  test.each<[string, typeof runFlowPublish, readonly string[], string]>([
    ['publish nothing', runFlowPublish, [], 'hien flow publish needs one PATH, --by NAME and --note WHY.'],
    [
      'publish without a name',
      runFlowPublish,
      [flows, '--note', 'thử'],
      'hien flow publish needs one PATH, --by NAME and --note WHY.',
    ],
    [
      'publish without a reason',
      runFlowPublish,
      [flows, '--by', 'Hoa', '--note', ' '],
      'hien flow publish needs one PATH, --by NAME and --note WHY.',
    ],
    ['publish what is not there', runFlowPublish, ['nowhere', '--dry-run'], 'nowhere is not there.'],
    [
      'recall nothing',
      runFlowRecall,
      ['triage'],
      'hien flow recall needs a FLOW and a STRUCTURE: see hien flow revisions.',
    ],
    ['list nothing', runFlowRevisions, [], 'hien flow revisions needs one FLOW.'],
  ])('%s is told in one sentence', async (_, command, args, message) => {
    const into = { error: '' };
    const error = new Writable({
      write(chunk: Buffer, _encoding, done) {
        into.error += chunk.toString('utf8');
        done();
      },
    });
    const status = await command(args, { input: Readable.from([]), output: error, error }, never);
    expect([status, into.error]).toEqual([2, `${message}\n`]);
  });
});

describe('hien flow draw', () => {
  const kinds = fileURLToPath(new URL('talks/kinds.yaml', import.meta.url));

  test('draws every kind of step, sections and answers, and leaves out what every step has', () => {
    const { status, out } = run(runFlowDraw, [kinds]);
    expect(status).toBe(0);
    expect(out).toContain('flowchart TD\n  start([ ]) --> hello');
    expect(out).toContain('  subgraph section-first["Phần đầu"]');
    expect(out).toContain('  ask -->|"Ở gần (high H19)"| mark');
    expect(out).not.toContain('safety_silence');
  });

  test('a flow that is not sound is not drawn', () => {
    expect(run(runFlowDraw, [broken('dead-end.yaml')])).toMatchObject({ status: 1, out: '' });
  });

  test.each(Object.keys(stepKinds))('the kind %s is told in plain words', (kind) => {
    for (const language of ['vi', 'en'] as const) {
      expect(sentenceOf(language, `kind.${kind}`, {})).not.toBe(`kind.${kind}`);
    }
  });
});

test('hien flow cover names the steps that no saved talk goes through', () => {
  const folder = fileURLToPath(new URL('talks', import.meta.url));
  const { status, out } = run(runFlowCover, [folder]);
  expect(status).toBe(0);
  expect(out).toContain('kinds: 19 of 19 steps in 11 talks\n');
  expect(out).toMatch(/^called: 0 of 4 steps in 0 talks; not visited: tell, mark, text, done$/mu);
});
