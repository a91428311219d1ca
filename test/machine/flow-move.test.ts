import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/flow/plan.ts';
import { type FlowLibrary, makeFlowLibrary } from '../../src/machine/flow-library.ts';
import { moveFlow, placingOf } from '../../src/machine/flow-move.ts';
import { jumpTo, pendingAsk, startFlow, stepFlow } from '../../src/machine/flow-run.ts';
import type { FlowEvent, FlowResult, FlowSnapshot } from '../../src/machine/flow-types.ts';
import { compileText, planOf } from '../support/flows.ts';

const question = (name: string, words: string, options: readonly string[], more = ''): string =>
  `  ${name}:\n${more}    choose: ${words}\n    options:\n${options.map((option) => `      ${option}\n`).join('')}    no_match: { tries: 2, then: safety_unclear }\n    silence: { after: 30m, then: safety_silence }\n`;
const frame = (steps: string, vars = ''): Plan =>
  planOf(
    compileText(
      `format: 1\nid: example\ntitle: Ví dụ\nlanguage: vi\ninherits: _safety\nstart: who\n${vars}steps:\n${steps}`,
    ),
  );

const vars = 'vars:\n  who: { type: choice, of: [me, friend] }\n';
const keep = '    save: who\n';
const options = ['me: { label: Tôi, negative: true, next: where }', 'friend: { label: Bạn, next: where }'];
const person =
  '  person: { handoff: { share: [] }, accepted: safety_accepted, unavailable: safety_nobody, silence: { after: 3m, then: safety_quiet_end } }\n';
const done = '  done: { end: informed }\n';
const spots = [
  'here: { label: Ở đây, risk: high, trigger: H19, next: person }',
  'away: { label: Ở xa, next: late }',
];
const hours = ['yet: { label: Rồi, next: done }', 'not_yet: { label: Chưa, next: done }'];
const checkpoint = '    checkpoint: true\n';

const old = frame(
  question('who', 'Ai vậy?', options, keep) +
    question('where', 'Ở đâu?', spots) +
    question('late', 'Muộn chưa?', hours, checkpoint) +
    person +
    done,
  vars,
);
/** The places have other names, another order, and one question more in the middle. */
const young = frame(
  question(
    'who',
    'Ai đó?',
    options.map((one) => one.replace('next: where', 'next: place')),
    keep,
  ) +
    question(
      'place',
      'Bạn ở đâu?',
      spots.toReversed().map((one) => one.replace('next: late', 'next: hour')),
      '    was: where\n',
    ) +
    question('hour', 'Muộn rồi chứ?', hours, `    was: late\n${checkpoint}`) +
    person +
    done,
  vars,
);

const before = makeFlowLibrary([old]);
const after = makeFlowLibrary([old, young]);
const unsafe = makeFlowLibrary([old, young], [{ flow: 'example', structure: old.structure }]);

function standing(result: FlowResult): FlowSnapshot {
  if (result.status === 'refused') throw new Error(`${result.why}: ${result.detail}`);
  return JSON.parse(JSON.stringify(result.snapshot)) as FlowSnapshot;
}
const answer = ({ at, visit }: FlowSnapshot, option: string): FlowEvent => ({
  type: 'answer',
  step: at,
  visit,
  option,
});
const going = (library: FlowLibrary, snapshot: FlowSnapshot, ...given: readonly string[]): FlowSnapshot =>
  given.reduce((here, option) => standing(stepFlow(library, here, answer(here, option))), snapshot);
const begun = standing(startFlow(before, 'example'));
const effectsOf = (result: FlowResult) => (result.status === 'refused' ? [] : result.effects);

describe('a newer revision is published', () => {
  test('nobody moves until a checkpoint; there the newer question is put in the older one’s place', () => {
    const inWhere = going(after, begun, 'me');
    expect(inWhere).toMatchObject({ at: 'where', structure: old.structure, path: [['who', 'me']] });
    const result = stepFlow(after, inWhere, answer(inWhere, 'away'));
    expect(standing(result)).toMatchObject({
      at: 'hour',
      structure: young.structure,
      copy: young.copy,
      visit: 3,
      path: [
        ['who', 'me'],
        ['place', 'away'],
      ],
      from: [old.structure],
      snapshot: { vars: { who: 'me' } },
    });
    expect(effectsOf(result)).toEqual([
      { type: 'answered', step: 'place', option: 'away', positive: true },
      expect.objectContaining({ type: 'ask', step: 'hour', visit: 3, text: ['example:hour.choose'] }),
      { type: 'arm', step: 'hour', visit: 3, afterMs: 1_800_000 },
    ]);
  });

  test('who waits at a checkpoint moves with the answer, where the newer revision knows it', () => {
    const inLate = going(before, begun, 'me', 'away');
    expect(standing(stepFlow(after, inLate, answer(inLate, 'yet')))).toMatchObject({
      at: 'done',
      structure: young.structure,
    });
    const less = frame(
      question('who', 'Ai vậy?', options, keep) +
        question('where', 'Ở đâu?', spots) +
        question('late', 'Muộn chưa?', ['not_yet: { label: Chưa, next: done }'], checkpoint) +
        person +
        done,
      vars,
    );
    const shelf = makeFlowLibrary([old, less]);
    expect(standing(stepFlow(shelf, inLate, answer(inLate, 'yet'))).structure).toBe(old.structure);
    expect(standing(stepFlow(shelf, inLate, answer(inLate, 'not_yet'))).structure).toBe(less.structure);
  });

  test('silence and what is not understood do not move it; help puts the newer question', () => {
    const inLate = going(before, begun, 'me', 'away');
    for (const event of [
      { type: 'unmatched' },
      { type: 'silence', step: inLate.at, visit: inLate.visit },
    ] as const)
      expect(standing(stepFlow(after, inLate, event)).structure).toBe(old.structure);
    const helped = stepFlow(after, inLate, { type: 'help' });
    expect(standing(helped)).toMatchObject({ at: 'hour', visit: 3, structure: young.structure });
    expect(effectsOf(helped).map(({ type }) => type)).toEqual(['say', 'ask', 'arm']);
  });

  test('a snapshot that does not know its way goes over by the name of its step', () => {
    const { path: _, ...inWhere } = going(before, begun, 'me');
    const moved = going(after, inWhere, 'away');
    expect(moved).toMatchObject({ at: 'hour', structure: young.structure });
    expect(moved.path).toBeUndefined();
  });

  test('buttons of the screens before still count, by the names they had then', () => {
    const moved = going(after, begun, 'me', 'away');
    const stale = stepFlow(after, moved, { type: 'answer', step: 'where', visit: 2, option: 'here' });
    expect(effectsOf(stale)).toEqual([
      { type: 'risk', mark: { level: 'high', trigger: 'H19' }, step: 'place', option: 'here', stale: true },
    ]);
    expect(standing(stale)).toMatchObject({ at: 'hour', snapshot: { risk: 'high' } });
  });

  test('also a danger answer that the newer revision no longer has', () => {
    const without = frame(
      question(
        'who',
        'Ai vậy?',
        options.map((one) => one.replace('next: where', 'next: late')),
        keep,
      ) +
        question('late', 'Muộn chưa?', hours, checkpoint) +
        done,
      vars,
    );
    const shelf = makeFlowLibrary([old, without]);
    const moved = going(shelf, begun, 'me', 'away');
    expect(moved).toMatchObject({ structure: without.structure, from: [old.structure] });
    const stale = stepFlow(shelf, moved, { type: 'answer', step: 'where', visit: 2, option: 'here' });
    expect(effectsOf(stale)).toEqual([
      { type: 'risk', mark: { level: 'high', trigger: 'H19' }, step: 'where', option: 'here', stale: true },
    ]);
    expect(standing(stale)).toMatchObject({ at: 'late', snapshot: { risk: 'high' } });
    expect(stepFlow(shelf, moved, { type: 'answer', step: 'where', visit: 2, option: 'away' }).status).toBe(
      'ignored',
    );
  });

  test('danger that the newer revision reads in an earlier answer comes out at the checkpoint', () => {
    const graver = frame(
      question(
        'who',
        'Ai vậy?',
        [options[0]?.replace('negative: true', 'risk: high, trigger: H1') ?? '', options[1] ?? ''],
        keep,
      ) +
        question('where', 'Ở đâu?', spots) +
        question(
          'late',
          'Muộn chưa?',
          hours.map((one) => one.replace('next: done', 'next: person')),
          checkpoint,
        ) +
        person,
      vars,
    );
    const result = stepFlow(
      makeFlowLibrary([old, graver]),
      going(before, begun, 'me'),
      answer(going(before, begun, 'me'), 'away'),
    );
    expect(effectsOf(result)).toContainEqual({
      type: 'risk',
      mark: { level: 'high', trigger: 'H1' },
      step: 'who',
      option: 'me',
      stale: false,
    });
    expect(standing(result)).toMatchObject({ snapshot: { risk: 'high' } });
  });
});

describe('a structure is recalled', () => {
  test('the next event finds the talk on the live one, at the same step', () => {
    const inWhere = going(before, begun, 'me');
    expect(pendingAsk(unsafe, inWhere)).toMatchObject({ step: 'place', visit: 2 });
    expect(standing(stepFlow(unsafe, inWhere, answer(inWhere, 'away')))).toMatchObject({
      at: 'hour',
      structure: young.structure,
    });
    expect(standing(stepFlow(unsafe, inWhere, { type: 'silence', step: 'where', visit: 2 }))).toMatchObject({
      structure: young.structure,
    });
    expect(moveFlow(unsafe, inWhere)).toMatchObject({ status: 'placed', isSame: true, dangers: [] });
  });

  test('without a place there it is refused, and a jump still goes where it should', () => {
    const short = frame(
      `  who: { set: { who: me }, next: danger }\n${question('danger', 'Có sao không?', ['hurt: { label: Có, next: done }'])}${done}`,
      vars,
    );
    const shelf = makeFlowLibrary([old, short], [{ flow: 'example', structure: old.structure }]);
    const { path: _, ...inWhere } = going(before, begun, 'me');
    expect(stepFlow(shelf, inWhere, answer(inWhere, 'away'))).toMatchObject({
      status: 'refused',
      why: 'recalled',
    });
    expect(pendingAsk(shelf, inWhere)).toBeNull();
    expect(moveFlow(shelf, inWhere)).toMatchObject({ status: 'refused', why: 'recalled' });
    expect(standing(jumpTo(shelf, inWhere, 'example', 'danger'))).toMatchObject({
      at: 'danger',
      structure: short.structure,
      snapshot: { vars: { who: 'me' } },
    });
  });

  test('an unknown structure or a foreign flow is refused before anything moves', () => {
    const gone = { ...begun, structure: 'gone' };
    expect(stepFlow(unsafe, gone, { type: 'help' })).toMatchObject({
      status: 'refused',
      why: 'unknown-structure',
    });
    expect(moveFlow(unsafe, gone)).toMatchObject({ status: 'refused', why: 'unknown-structure' });
    expect(placingOf(unsafe, gone, young)).toEqual({ status: 'cannot' });
    expect(moveFlow(unsafe, { ...begun, flow: 'foreign' })).toMatchObject({
      status: 'refused',
      why: 'unknown-flow',
    });
    expect(jumpTo(unsafe, gone, 'example', 'place')).toMatchObject({
      status: 'refused',
      why: 'unknown-structure',
    });
  });
});
