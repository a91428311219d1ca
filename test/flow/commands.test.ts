import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sentenceOf } from '../../src/flow/sentences.ts';
import { stepKinds } from '../../src/flow/steps/registry.ts';
import type { CommandStreams } from '../../src/flow-chat-command.ts';
import { runFlowCheck, runFlowProve } from '../../src/flow-check-command.ts';
import { runFlowCover } from '../../src/flow-cover-command.ts';
import { runFlowDraw } from '../../src/flow-draw-command.ts';

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
