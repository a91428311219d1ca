import { describe, expect, test } from 'vitest';
import { freshTalk, type Talk } from '../../src/conversation/talk.ts';
import type { TurnEvent } from '../../src/conversation/turn-event.ts';
import { compileFlow } from '../../src/flow/compile.ts';
import type { Plan } from '../../src/flow/plan.ts';
import type { CustodySnapshot } from '../../src/machine/custody-types.ts';
import { type FlowLibrary, makeFlowLibrary } from '../../src/machine/flow-library.ts';
import { planOf, triagePlan } from '../support/flows.ts';
import { content, newPlay, type Play, sendsOf } from '../support/random-talk.ts';

const old = triagePlan();
const event: TurnEvent = { type: 'recalled', flow: 'triage', structure: old.structure };

/** The shipped triage with one change. */
function changed(from: string, to: string): Plan {
  const files = content.flows.files.map((file) => {
    if (file.name !== 'triage.yaml') return file;
    if (!file.text.includes(from)) throw new Error(`“${from}” is not there`);
    return { ...file, text: file.text.replace(from, to) };
  });
  return planOf(compileFlow(files, 'triage.yaml'));
}

/** Nothing that she has answered means anything else there. */
const harmless = changed(
  'Ngay lúc này có chuyện nào dưới đây không?',
  'Bây giờ có chuyện nào dưới đây không?',
);
const elsewhere: Plan = { ...harmless, structure: 'elsewhere' };
const asking = "asking: { label: 'Hỏi giúp người khác, hỏi thông tin', negative: true, next: ";
const noPlace = changed(`${asking}for_whom }`, `${asking}person }`);
const other = 'other: { label: Chuyện khác, negative: true, next: story_more }';
const graver = changed(other, 'other: { label: Chuyện khác, risk: high, trigger: H1, next: story_more }');

const isUnsafe = (live: Plan): FlowLibrary =>
  makeFlowLibrary([old, live], [{ flow: 'triage', structure: old.structure }]);

/** A talk on the old revision, after these digits; then the library in which it is recalled. */
function recalledAfter(live: Plan, digits: readonly string[], custody: Partial<CustodySnapshot> = {}) {
  const shelves = { now: makeFlowLibrary([old]) };
  const library: FlowLibrary = {
    current: (flow) => shelves.now.current(flow),
    byStructure: (flow, structure) => shelves.now.byStructure(flow, structure),
    isRecalled: (flow, structure) => shelves.now.isRecalled(flow, structure),
    machineOf: (plan) => shelves.now.machineOf(plan),
  };
  const play: Play = newPlay(() => {}, library);
  play.step({ do: 'say', text: 'xin chào' });
  for (const digit of digits) play.step({ do: 'say', text: digit });
  play.talk = { ...play.talk, custody: { ...play.talk.custody, ...custody } };
  shelves.now = isUnsafe(live);
  return play;
}

const toForWhom = ['3', '6', '6', '6'];
const saidBy = (turn: { readonly effects: Parameters<typeof sendsOf>[0] }): readonly string[] =>
  sendsOf(turn.effects).flatMap(({ bubbles }) =>
    bubbles.flatMap((one) => (one.kind === 'text' ? [one.key] : [])),
  );

describe('the structure a talk stands on is recalled', () => {
  test('with a place on the live one she hears nothing, and goes on there', () => {
    const play = recalledAfter(elsewhere, ['3']);
    const turn = play.probe(event);
    expect(turn.after.flow).toMatchObject({ at: 'danger', structure: 'elsewhere' });
    expect(turn.effects.filter(({ type }) => type !== 'stop-timer')).toEqual([]);
    expect({ ...turn.after, flow: null }).toEqual({ ...play.talk, flow: null });
  });

  test('without one she goes to a person, with the words of the failure route', () => {
    const play = recalledAfter(noPlace, toForWhom);
    expect(play.talk.flow?.at).toBe('for_whom');
    const turn = play.probe(event);
    expect(turn.after).toMatchObject({ flow: null, screen: [], custody: { state: 'waiting' } });
    expect(saidBy(turn)[0]).toBe('system:failure');
    expect(turn.effects).toContainEqual(expect.objectContaining({ type: 'page', why: 'enqueued' }));
    expect(turn.effects).toContainEqual(
      expect.objectContaining({ type: 'stop-timer', timer: 'flow-silence' }),
    );
  });

  test('more than five minutes after her last message nothing is said', () => {
    const play = recalledAfter(noPlace, toForWhom);
    play.now += 6 * 60_000;
    const turn = play.probe(event);
    expect(saidBy(turn)).toEqual([]);
    expect(turn.after.custody.state).toBe('waiting');
  });

  test('in quiet mode not a byte; the line is there', () => {
    const turn = recalledAfter(noPlace, toForWhom, { quiet: true }).probe(event);
    expect(saidBy(turn)).toEqual([]);
    expect(turn.after.custody).toMatchObject({ state: 'waiting', quiet: true });
  });

  test.each(['held', 'waiting', 'lost'] as const)('whoever is %s stays where she is', (state) => {
    const custody = { state, holder: state === 'held' ? 'lan' : null, waitingSince: 1 };
    const turn = recalledAfter(noPlace, toForWhom, custody).probe(event);
    expect(saidBy(turn)).toEqual([]);
    expect(turn.after).toMatchObject({ flow: null, custody: { state } });
    expect(turn.effects).toContainEqual({
      type: 'note',
      note: { key: 'note.flow.failed', alarm: state === 'held' },
    });
  });

  test('danger that the live one reads in her earlier answers counts at once', () => {
    const play = recalledAfter(graver, toForWhom);
    expect(play.talk.assessment.level).not.toBe('high');
    const turn = play.probe(event);
    expect(turn.after.assessment.level).toBe('high');
    expect(turn.after.custody.state).toBe('waiting');
    expect(saidBy(turn)).toEqual([]);
    expect(turn.effects).toContainEqual(expect.objectContaining({ type: 'page', why: 'raised' }));
  });

  test('a talk on another structure, or in no flow, hears nothing of it', () => {
    const play = recalledAfter(elsewhere, ['3']);
    for (const flow of [null, { ...play.talk.flow, structure: 'elsewhere' }] as const) {
      play.talk = { ...play.talk, flow: flow as Talk['flow'] };
      const turn = play.probe(event);
      expect(turn.effects.filter(({ type }) => type !== 'stop-timer')).toEqual([]);
      expect(turn.after).toEqual(play.talk);
    }
  });
});

describe('a snapshot that cannot be read again', () => {
  test.each<[string, (flow: NonNullable<Talk['flow']>) => Talk['flow']]>([
    ['of an unknown structure', (flow) => ({ ...flow, structure: 'no-such-structure' })],
    ['of a foreign flow', (flow) => ({ ...flow, flow: 'another' })],
    ['at a step that is not there', (flow) => ({ ...flow, at: 'nowhere' })],
  ])('%s takes the failure route: numbers, and the way to a person', (_, broken) => {
    const play = newPlay(() => {});
    play.step({ do: 'say', text: 'xin chào' });
    const { flow } = play.talk;
    if (flow === null) throw new Error('no flow');
    play.talk = { ...freshTalk, ...play.talk, flow: broken(flow) };
    const inbound = {
      kind: 'answer',
      step: flow.at,
      visit: flow.visit,
      option: 'can_write',
      text: '3',
    } as const;
    const turn = play.probe({ type: 'person', inbound });
    expect(saidBy(turn)).toEqual(['system:failure']);
    expect(sendsOf(turn.effects)[0]?.choices).toContainEqual(
      expect.objectContaining({ digit: 0, value: { kind: 'button', button: 'person' } }),
    );
    expect(turn.after.flow).toBeNull();
  });
});
