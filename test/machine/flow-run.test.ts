import { describe, expect, test } from 'vitest';
import { makeFlowLibrary } from '../../src/machine/flow-library.ts';
import { jumpTo, pendingAsk, startFlow, stepFlow } from '../../src/machine/flow-run.ts';
import type { FlowEffect, FlowEvent, FlowResult, FlowSnapshot } from '../../src/machine/flow-types.ts';
import type { TriggerId } from '../../src/risk/trigger.ts';
import { compileText, flowText, planOf, triagePlan } from '../support/flows.ts';

const plan = triagePlan();
const library = makeFlowLibrary([plan]);

function standing(result: FlowResult): FlowSnapshot {
  if (result.status === 'refused') throw new Error(`${result.why}: ${result.detail}`);
  return result.snapshot;
}

/** Types digits one after the other, writing and reading the stored flow between all of them. */
function type(...digits: readonly number[]): FlowResult {
  return digits.reduce<FlowResult>(
    (result, digit) => stepFlow(library, stored(standing(result)), { type: 'digit', digit }),
    startFlow(library, 'triage'),
  );
}

const stored = (snapshot: FlowSnapshot): FlowSnapshot => JSON.parse(JSON.stringify(snapshot)) as FlowSnapshot;
const effects = (result: FlowResult): readonly FlowEffect[] =>
  result.status === 'refused' ? [] : result.effects;
const triggersOf = (result: FlowResult): readonly TriggerId[] =>
  effects(result).flatMap((effect) => (effect.type === 'risk' ? [effect.mark.trigger] : []));

describe('digits lead through the taps of safety-content §3.1 and §3.2', () => {
  test.each<[string, readonly number[], readonly TriggerId[], string]>([
    ['screen 1, can write', [3], [], 'danger'],
    ['screen 1, under 18', [4], [], 'danger'],
    ['screen 1, not sure', [7], [], 'short_step'],
    ['not sure, then go on', [7, 3], [], 'danger'],
    ['being beaten', [3, 3], ['A2'], 'person'],
    ['badly hurt', [3, 4], ['A3'], 'person'],
    ['locked up or taken', [3, 5], ['A5'], 'person'],
    ['no danger now', [3, 6], [], 'story'],
    ['not sure whether there is danger now', [3, 7], ['A2'], 'person'],
    ['skipping the danger question is not danger', [3, 8], [], 'story'],
    ['at home', [3, 6, 3], ['M1'], 'weapon'],
    ['a child afraid at home', [4, 6, 3], ['M1', 'H11'], 'child_age'],
    ['a weapon today', [3, 6, 3, 3], ['A4'], 'person'],
    ['a weapon before', [3, 6, 3, 4], ['H1', 'H2'], 'choked'],
    ['not sure about weapons: one question on time', [3, 6, 3, 7], ['H2'], 'today'],
    ['not sure, and it was today', [3, 6, 3, 7, 3], ['A4'], 'person'],
    ['not sure, and not sure of the time', [3, 6, 3, 7, 7], ['H2'], 'choked'],
    ['choked since yesterday: signs are asked', [3, 6, 3, 5, 3], ['A6'], 'choked_signs'],
    ['choked since yesterday, no sign', [3, 6, 3, 5, 3, 5], [], 'person'],
    ['choked this week', [3, 6, 3, 5, 4], ['H4'], 'choked_signs'],
    ['choked this week, with a sign', [3, 6, 3, 5, 4, 3], ['A6'], 'person'],
    ['choked this week, pregnant', [3, 6, 3, 5, 4, 4], ['A6'], 'person'],
    ['choked long ago: unknown contact counts', [3, 6, 3, 5, 5], ['H4'], 'choked_signs'],
    ['choked long ago, no sign', [3, 6, 3, 5, 5, 5], [], 'could_kill'],
    ['not sure about choking: time, then signs', [3, 6, 3, 5, 7, 4], [], 'choked_signs'],
    ['could kill', [3, 6, 3, 5, 6, 3], ['H3'], 'children'],
    ['not sure about killing: one question on time', [3, 6, 3, 5, 6, 7], ['H3'], 'coming'],
    ['not sure, and on the way today', [3, 6, 3, 5, 6, 7, 3], ['A2'], 'person'],
    ['children tonight', [3, 6, 3, 5, 6, 4, 3], ['A8'], 'person'],
    ['children hurt before', [3, 6, 3, 5, 6, 4, 4], ['H11'], 'die'],
    ['pregnant, with violence', [3, 6, 3, 5, 6, 4, 5], ['H8'], 'die'],
    ['pregnant, without a story of violence', [3, 6, 8, 5, 6, 4, 5], [], 'die'],
    ['wants to die, has the means', [3, 6, 3, 5, 6, 4, 6, 3], ['A7'], 'person'],
    ['has thought of dying', [3, 6, 3, 5, 6, 4, 6, 4], ['H10'], 'person'],
    ['skips the wish to die beside violence', [3, 6, 3, 5, 6, 4, 6, 8], ['H10'], 'person'],
    ['skips the wish to die, nothing else', [3, 6, 8, 5, 6, 4, 6, 8], [], 'offer_calm'],
    ['violence at home, all else denied', [3, 6, 3, 5, 6, 4, 6, 5], [], 'offer'],
    ['second story screen', [3, 6, 6], [], 'story_more'],
    ['sexual', [3, 6, 4], ['M10'], 'intimate_kind'],
    ['sexual, since yesterday, still near', [3, 6, 4, 3, 3, 3], ['A11'], 'person'],
    ['sexual, time unknown counts as recent, still near', [3, 6, 4, 3, 7, 3], ['A11'], 'person'],
    ['sexual, long ago, still near', [3, 6, 4, 3, 6, 3], [], 'hurt_now'],
    ['sexual, since yesterday, away, bleeding', [3, 6, 4, 3, 3, 4, 3], ['A3'], 'person'],
    ['sexual, away, unhurt: choking comes next', [3, 6, 4, 3, 3, 4, 4], [], 'choked'],
    ['sexual, no choking: wish to die comes next', [3, 6, 4, 3, 3, 4, 4, 6], [], 'die'],
    ['a child and the second story: nothing about the act', [4, 6, 4], ['M10', 'H11'], 'child_age'],
    ['images', [3, 6, 4, 4], ['M4'], 'image_age'],
    ['images, under 18', [3, 6, 4, 4, 3], ['H14'], 'image_deadline'],
    ['forced', [3, 6, 5], ['H12'], 'can_go_out'],
    ['forced, held', [3, 6, 5, 5], ['A5'], 'person'],
    ['forced, escorted, papers taken', [3, 6, 5, 4, 4], ['H13'], 'leaving'],
    ['forced, free, papers taken', [3, 6, 5, 3, 4], [], 'leaving'],
    ['forced, today or tomorrow', [3, 6, 5, 3, 3, 3], ['A9'], 'person'],
    ['forced, abroad', [3, 6, 5, 3, 3, 5, 3], ['H13'], 'die'],
    ['wish to die', [3, 6, 6, 3], ['H10'], 'did_something'],
    ['wish to die, already did something', [3, 6, 6, 3, 3], ['A7'], 'person'],
    ['wish to die, means today', [3, 6, 6, 3, 4, 3], ['A7'], 'person'],
    ['wish to die, hurt by somebody: the home questions', [3, 6, 6, 3, 4, 5, 3, 3], ['M1'], 'weapon'],
    ['wish to die, nobody hurts', [3, 6, 6, 3, 4, 5, 3, 4], [], 'person'],
    ['a child is hurt', [3, 6, 6, 4], ['H11'], 'child_age'],
    ['a child alone with them tonight', [3, 6, 6, 4, 4, 3, 3], ['A8'], 'person'],
    ['a child hurt now', [3, 6, 6, 4, 4, 3, 4, 3], ['A8'], 'person'],
    ['a child safe tonight', [3, 6, 6, 4, 4, 4, 4, 4], [], 'person'],
    ['may harm', [3, 6, 6, 5], ['H15'], 'someone_there'],
    ['may harm, something in hand', [3, 6, 6, 5, 3, 3], ['A4'], 'person'],
    ['for somebody else', [3, 6, 6, 6, 3], ['L3'], 'third_now'],
    ['for somebody else, happening now', [3, 6, 6, 6, 3, 3], ['A2'], 'person'],
    ['for somebody else, weapon before', [3, 6, 6, 6, 3, 4, 4], ['H1', 'H2'], 'third_child'],
    ['for somebody else, can call', [3, 6, 6, 6, 3, 4, 5, 4, 3], [], 'offer_calm'],
    ['for somebody else, cannot call', [3, 6, 6, 6, 3, 4, 5, 4, 4], [], 'person'],
    ['information', [3, 6, 6, 6, 4], ['L2'], 'info_topic'],
    ['information, answered', [3, 6, 6, 6, 4, 4], [], 'informed'],
  ])('%s', (_, digits, triggers, at) => {
    const result = type(...digits);
    expect(triggersOf(result)).toEqual(triggers);
    expect(standing(result).at).toBe(at);
  });

  test('who is under 18, and who writes for whom, comes out', () => {
    expect(effects(type(4))).toContainEqual({ type: 'speaker', speaker: 'child' });
    expect(effects(type(3, 6, 6, 5))).toContainEqual({ type: 'speaker', speaker: 'mayharm' });
    expect(effects(type(3, 6, 6, 6, 3))).toContainEqual({ type: 'speaker', speaker: 'third' });
  });

  test('a hand-off shares what was answered and arms its clock', () => {
    const result = type(3, 6, 3, 3);
    expect(effects(result).slice(-2)).toEqual([
      { type: 'handoff', share: { writer: 'can_write', danger: 'neither', story: 'home', weapon: 'today' } },
      { type: 'arm', step: 'person', visit: 5, afterMs: 180_000 },
    ]);
  });

  test('every question has its words for a child where they differ', () => {
    const ask = effects(type(3, 6)).find((effect) => effect.type === 'ask');
    expect(ask).toMatchObject({ text: ['triage:story.choose'], childText: ['triage:story.choose.child'] });
  });
});

describe('events at one question', () => {
  const at = standing(type(3, 6));
  const step = (event: FlowEvent) => stepFlow(library, at, event);

  test.each<[string, FlowEvent]>([
    ['a digit that the screen does not have', { type: 'digit', digit: 9 }],
    [
      'a harmless button of an earlier screen',
      { type: 'answer', step: 'now_ok', visit: 1, option: 'can_write' },
    ],
    ['an option that does not exist', { type: 'answer', step: 'story', visit: at.visit, option: 'nothing' }],
    ['an option of no step', { type: 'answer', step: 'constructor', visit: 1, option: 'name' }],
    ['silence of an earlier screen', { type: 'silence', step: 'danger', visit: 2 }],
    ['silence of an earlier visit', { type: 'silence', step: 'story', visit: at.visit - 1 }],
    ['the outcome of a hand-off that nobody asked for', { type: 'handoff', outcome: 'accepted' }],
  ])('%s moves nothing and says nothing', (_, event) => {
    expect(step(event)).toEqual({ status: 'ignored', snapshot: at, effects: [] });
  });

  test('a danger answer of an earlier screen counts without moving', () => {
    const result = step({ type: 'answer', step: 'danger', visit: 2, option: 'beaten' });
    expect(result).toMatchObject({ status: 'moved', snapshot: { at: 'story', visit: at.visit } });
    expect(effects(result)).toEqual([
      {
        type: 'risk',
        mark: { trigger: 'A2', level: 'imminent' },
        step: 'danger',
        option: 'beaten',
        stale: true,
      },
    ]);
    const after = stepFlow(library, standing(result), { type: 'digit', digit: 8 });
    expect(standing(after).snapshot).toMatchObject({ risk: 'imminent' });
  });

  test('a stale answer that says who writes still says so', () => {
    const result = step({ type: 'answer', step: 'now_ok', visit: 1, option: 'under_18' });
    expect(effects(result)).toEqual([{ type: 'speaker', speaker: 'child' }]);
  });

  test('the same button of an earlier visit to the same question is stale', () => {
    const result = step({ type: 'answer', step: 'story', visit: at.visit - 1, option: 'home' });
    expect(result).toMatchObject({ status: 'moved', snapshot: { at: 'story' } });
    expect(effects(result)).toMatchObject([{ type: 'risk', stale: true }]);
  });

  test('words not understood: the question again, the second time a person is offered', () => {
    const first = step({ type: 'unmatched' });
    expect(effects(first)).toMatchObject([{ type: 'ask', step: 'story', visit: at.visit, again: true }]);
    const second = stepFlow(library, standing(first), { type: 'unmatched' });
    expect(effects(second)[0]).toMatchObject({ type: 'ask', step: 'unclear', again: false });
  });

  test('an answer in between forgives the first failure', () => {
    const missed = standing(step({ type: 'unmatched' }));
    const answered = standing(stepFlow(library, missed, { type: 'digit', digit: 3 }));
    expect(effects(stepFlow(library, answered, { type: 'unmatched' }))).toMatchObject([
      { step: 'weapon', again: true },
    ]);
  });

  test('help is said between the question and the same question', () => {
    const result = step({ type: 'help' });
    expect(effects(result)).toMatchObject([
      { type: 'say', text: ['_safety:safety_help.say.1'] },
      { type: 'ask', step: 'story', visit: at.visit, again: false },
    ]);
    expect(standing(result)).toEqual(at);
  });

  test('silence without danger ends without a word', () => {
    const result = step({ type: 'silence', step: 'story', visit: at.visit });
    expect(effects(result)).toEqual([{ type: 'ended', outcome: 'silent' }]);
  });

  test('silence after danger asks for a person without a word', () => {
    const high = standing(type(3, 6, 3, 4));
    const result = stepFlow(library, high, { type: 'silence', step: 'choked', visit: high.visit });
    expect(effects(result)).toMatchObject([{ type: 'handoff' }, { type: 'arm' }]);
  });
});

describe('a hand-off', () => {
  const waiting = standing(type(3, 3));
  test.each<[FlowEvent, readonly FlowEffect['type'][], string]>([
    [{ type: 'handoff', outcome: 'accepted' }, ['ended'], 'safety_accepted'],
    [{ type: 'handoff', outcome: 'unavailable' }, ['say', 'ended'], 'safety_informed'],
    [{ type: 'handoff', outcome: 'silence' }, ['ended'], 'safety_quiet_end'],
    [{ type: 'silence', step: 'person', visit: waiting.visit }, ['ended'], 'safety_quiet_end'],
  ])('%o gives %o', (event, types, at) => {
    const result = stepFlow(library, waiting, event);
    expect(effects(result).map(({ type }) => type)).toEqual(types);
    expect(standing(result).at).toBe(at);
  });

  test('asks nothing, and after its end only a jump goes on', () => {
    expect(pendingAsk(library, waiting)).toBeNull();
    const ended = standing(stepFlow(library, waiting, { type: 'handoff', outcome: 'accepted' }));
    expect(stepFlow(library, ended, { type: 'digit', digit: 3 }).status).toBe('ignored');
    expect(standing(jumpTo(library, ended, 'triage', 'die')).at).toBe('die');
  });
});

describe('jumping to a deciding question', () => {
  test('begins a flow where none stands', () => {
    const result = jumpTo(library, null, 'triage', 'die');
    expect(effects(result).map(({ type }) => type)).toEqual(['ask', 'arm']);
    expect(standing(result).at).toBe('die');
  });

  test('keeps what is known, and does not ask it again', () => {
    const jumped = standing(jumpTo(library, standing(type(3, 6, 3)), 'triage', 'die'));
    const back = stepFlow(library, jumped, { type: 'digit', digit: 5 });
    expect(standing(back).at).toBe('weapon');
    const rest = [5, 6, 4, 6].reduce<FlowResult>(
      (result, digit) => stepFlow(library, standing(result), { type: 'digit', digit }),
      back,
    );
    expect(standing(rest).at).toBe('offer');
  });

  test('entering the same question again makes its old buttons stale', () => {
    const before = standing(type(3));
    const after = standing(jumpTo(library, before, 'triage', 'danger'));
    expect(after.visit).toBe(before.visit + 1);
  });

  test('the pending question can be put again as it stands', () => {
    const result = jumpTo(library, null, 'triage', 'choked');
    const ask = effects(result).find((effect) => effect.type === 'ask');
    expect(ask).toBeDefined();
    expect(pendingAsk(library, standing(result))).toEqual(ask);
  });

  test('the failure route leads to a person', () => {
    const result = jumpTo(library, null, 'triage', plan.root.failure);
    expect(effects(result).map(({ type }) => type)).toEqual(['say', 'handoff', 'arm']);
  });

  test('a step that does not exist is refused', () => {
    expect(jumpTo(library, null, 'triage', 'nowhere')).toMatchObject({
      status: 'refused',
      why: 'unknown-step',
    });
    expect(jumpTo(library, null, 'nothing', 'die')).toMatchObject({ status: 'refused', why: 'unknown-flow' });
  });
});

describe('a stored flow that does not fit is refused, never run', () => {
  const good = standing(type(3, 6));
  const memory = good.snapshot as Record<string, unknown>;
  const with_ = (change: Record<string, unknown>) => ({ ...good, ...change }) as FlowSnapshot;

  test.each<[string, FlowSnapshot, string]>([
    ['another flow', with_({ flow: 'other' }), 'unknown-flow'],
    ['another structure', with_({ structure: '00' }), 'unknown-structure'],
    ['a step that does not exist', with_({ at: 'nowhere' }), 'broken-snapshot'],
    ['a step inherited by every object', with_({ at: 'constructor' }), 'broken-snapshot'],
    ['a step that never waits', with_({ at: 'route' }), 'broken-snapshot'],
    ['two different visits', with_({ visit: 99 }), 'broken-snapshot'],
    ['no memory', with_({ snapshot: null }), 'broken-snapshot'],
    ['a level that is none', with_({ snapshot: { ...memory, risk: 'grave' } }), 'broken-snapshot'],
    ['a variable nobody declared', with_({ snapshot: { ...memory, vars: { age: '9' } } }), 'broken-snapshot'],
    [
      'a value it cannot have',
      with_({ snapshot: { ...memory, vars: { story: 'work' } } }),
      'broken-snapshot',
    ],
    [
      'a machine state of another shape',
      with_({ snapshot: { status: 'active', value: 'story' } }),
      'broken-snapshot',
    ],
    ['nothing', null as unknown as FlowSnapshot, 'broken-snapshot'],
    ['a number', 7 as unknown as FlowSnapshot, 'broken-snapshot'],
  ])('%s', (_, snapshot, why) => {
    expect(stepFlow(library, snapshot, { type: 'digit', digit: 3 })).toMatchObject({
      status: 'refused',
      why,
    });
    expect(pendingAsk(library, snapshot)).toBeNull();
  });

  test('starting a flow that does not exist', () => {
    expect(startFlow(library, 'nothing')).toMatchObject({ status: 'refused', why: 'unknown-flow' });
  });

  test('a guard that throws', () => {
    const text = flowText(
      '  first:\n    branch:\n      - { when: \'risk == "high"\', next: done }\n    otherwise: done\n  done: { end: informed }\n',
    );
    const sound = planOf(compileText(text));
    const broken = JSON.parse(JSON.stringify(sound).replace('"op":"=="', '"op":"explode"')) as typeof sound;
    const poisoned = {
      ...broken,
      steps: { ...broken.steps, first: { ...broken.steps['first'], rules: [{ next: 'done', risk: [] }] } },
    };
    const shelf = makeFlowLibrary([poisoned as unknown as typeof sound]);
    expect(startFlow(shelf, 'example')).toMatchObject({ status: 'refused', why: 'guard-threw' });
  });

  test.each(['first', 'second'])('a circle that the linter would have refused, back to %s', (back) => {
    const text = flowText(
      '  first: { say: Chào bạn, next: second }\n  second: { say: Bạn ơi, next: done }\n  done: { end: informed }\n',
    );
    const sound = planOf(compileText(text));
    const second = { kind: 'say', text: [], next: back } as const;
    const shelf = makeFlowLibrary([{ ...sound, steps: { ...sound.steps, second } }]);
    expect(startFlow(shelf, 'example')).toMatchObject({ status: 'refused', why: 'guard-threw' });
  });
});

describe('revisions', () => {
  const steps = (text: string, end: string) =>
    flowText(
      `  first:\n    choose: ${text}\n    options:\n      one: { label: Có, next: done }\n    no_match: { tries: 2, then: done }\n    silence: { after: 30m, then: safety_silence }\n  done: { end: ${end} }\n`,
    );
  const old = planOf(compileText(steps('Bạn chọn gì?', 'informed')));
  const corrected = planOf(compileText(steps('Bạn muốn gì?', 'informed')));
  const later = planOf(compileText(steps('Bạn muốn gì?', 'answered')));

  test('a conversation keeps its structure when a new one is published', () => {
    const begun = standing(startFlow(makeFlowLibrary([old]), 'example'));
    const shelf = makeFlowLibrary([old, later]);
    expect(shelf.current('example')).toBe(later);
    const result = stepFlow(shelf, begun, { type: 'digit', digit: 3 });
    expect(effects(result)).toContainEqual({ type: 'ended', outcome: 'informed' });
  });

  test('corrected words reach it under the same structure', () => {
    const begun = standing(startFlow(makeFlowLibrary([old]), 'example'));
    const shelf = makeFlowLibrary([old, corrected]);
    expect(shelf.byStructure('example', begun.structure)).toBe(corrected);
    const result = stepFlow(shelf, begun, { type: 'unmatched' });
    expect(standing(result).copy).toBe(corrected.copy);
  });

  test('a structure that is gone is refused', () => {
    const begun = standing(startFlow(makeFlowLibrary([old]), 'example'));
    expect(stepFlow(makeFlowLibrary([later]), begun, { type: 'digit', digit: 3 })).toMatchObject({
      status: 'refused',
      why: 'unknown-structure',
    });
  });
});
