import { describe, expect, test } from 'vitest';
import { reachable } from '../../src/flow/graph.ts';
import type { DecidingQuestion } from '../../src/risk/signal.ts';
import { triggerOf } from '../../src/risk/trigger.ts';
import { compileText, flowText, planOf, triagePlan } from '../support/flows.ts';

const steps = `  first:
    choose: [Chào bạn., Bạn chọn gì?]
    child: Em chọn gì?
    save: answer
    checkpoint: true
    options:
      skip: { next: done }
      near: { label: Gần, risk: high, trigger: [H1, H2], speaker: third, next: safety_person }
      far: { label: Xa, negative: true, quiet: true, next: done }
      unsure: { risk: high, trigger: H2, next: safety_person }
    no_match: { tries: 2, then: done }
    silence: { after: 90s, then: safety_silence }
  done: { end: informed }
`;
const vars = 'vars:\n  answer: { type: choice, of: [near, far], private: true }\n';

describe('a question becomes data', () => {
  const plan = planOf(compileText(flowText(steps, vars)));

  test('with digits in the order of its answers, 7 for not sure and 8 for skip', () => {
    const { first } = plan.steps;
    expect(first).toEqual({
      kind: 'choose',
      text: ['example:first.choose.1', 'example:first.choose.2'],
      childText: ['example:first.choose.child'],
      save: 'answer',
      checkpoint: true,
      options: [
        {
          option: 'near',
          digit: 3,
          label: 'example:first.options.near',
          risk: [
            { trigger: 'H1', level: 'high' },
            { trigger: 'H2', level: 'high' },
          ],
          speaker: 'third',
          positive: true,
          next: 'safety_person',
        },
        {
          option: 'far',
          digit: 4,
          label: 'example:first.options.far',
          risk: [],
          quiet: true,
          positive: false,
          next: 'done',
        },
        { option: 'skip', digit: 8, label: 'system:button.skip', risk: [], positive: false, next: 'done' },
        {
          option: 'unsure',
          digit: 7,
          label: 'system:button.unsure',
          risk: [{ trigger: 'H2', level: 'high' }],
          positive: true,
          next: 'safety_person',
        },
      ],
      /* oxlint-disable unicorn/no-thenable -- `then` is a word of the file format */
      noMatch: { tries: 2, then: 'done' },
      silence: { afterMs: 90_000, then: 'safety_silence' },
      /* oxlint-enable unicorn/no-thenable */
    });
  });

  test('and its words stand under their keys', () => {
    expect(plan.texts).toMatchObject({
      'example:first.choose.1': 'Chào bạn.',
      'example:first.choose.2': 'Bạn chọn gì?',
      'example:first.choose.child': 'Em chọn gì?',
      'example:first.options.near': 'Gần',
    });
  });

  test('and the inherited steps are there', () => {
    expect(plan.root).toEqual({ help: 'safety_help', failure: 'safety_failure' });
    expect(plan.steps).toMatchObject({
      safety_person: { kind: 'handoff' },
      safety_silence: { kind: 'branch' },
    });
  });
});

describe('two hashes', () => {
  const plan = planOf(compileText(flowText(steps, vars)));
  const changed = (from: string, to: string) => planOf(compileText(flowText(steps, vars).replace(from, to)));

  test('new words change the copy and keep the structure', () => {
    const other = changed('Bạn chọn gì?', 'Bạn muốn gì?');
    expect(other.structure).toBe(plan.structure);
    expect(other.copy).not.toBe(plan.copy);
  });

  test.each([
    [
      'another exit',
      'far: { label: Xa, negative: true, quiet: true, next: done }',
      'far: { label: Xa, negative: true, quiet: true, next: safety_person }',
    ],
    ['another level', 'risk: high, trigger: [H1, H2]', 'risk: imminent, trigger: [A2, A4]'],
    ['another pause', 'after: 90s', 'after: 91s'],
    ['another variable', 'private: true', 'private: false'],
  ])('%s changes the structure', (_, from, to) => {
    const other = changed(from, to);
    expect(other.structure).not.toBe(plan.structure);
    expect(other.copy).toBe(plan.copy);
  });

  test('the order of names in the file does not count', () => {
    const swapped = changed('title: Ví dụ\nlanguage: vi\n', 'language: vi\ntitle: Ví dụ\n');
    expect([swapped.structure, swapped.copy]).toEqual([plan.structure, plan.copy]);
  });
});

describe('the shipped triage', () => {
  const plan = triagePlan();

  test.each<DecidingQuestion>(['today', 'weapon', 'choked', 'die', 'danger', 'children'])(
    'the deciding question %s is a step that asks',
    (question) => {
      expect(plan.steps[question]?.kind).toBe('choose');
    },
  );

  test('every question but the very first can be skipped', () => {
    const fixed = Object.entries(plan.steps).filter(
      ([, step]) => step.kind === 'choose' && !step.options.some(({ option }) => option === 'skip'),
    );
    expect(fixed.map(([id]) => id)).toEqual(['now_ok']);
  });

  test('a skip never marks danger by itself, and every mark has the level of its trigger', () => {
    const options = Object.values(plan.steps).flatMap((step) => (step.kind === 'choose' ? step.options : []));
    expect(options.filter(({ option, risk }) => option === 'skip' && risk.length > 0)).toEqual([]);
    const marks = options.flatMap(({ risk }) => risk);
    expect(marks.length).toBeGreaterThan(40);
    for (const { trigger, level } of marks) expect(level).toBe(triggerOf(trigger).level);
  });

  test('from every step a person can be reached', () => {
    const alone = Object.keys(plan.steps).filter(
      (id) =>
        plan.steps[id]?.kind !== 'end' &&
        ![...reachable(plan, [id])].some((to) => plan.steps[to]?.kind === 'handoff'),
    );
    // What follows the end of a hand-off: the words beside the waiting line, and the goodbye.
    expect(alone).toEqual(['closing', 'safety_nobody', 'safety_bye']);
  });

  test('silence never says anything: it leads to an end or a hand-off without words', () => {
    const silent = Object.values(plan.steps).flatMap((step) =>
      step.kind === 'choose' || step.kind === 'handoff' ? [step.silence.then] : [],
    );
    const spoken = new Set(silent.filter((id) => !['safety_silence', 'safety_quiet_end'].includes(id)));
    expect([...spoken]).toEqual([]);
  });
});
