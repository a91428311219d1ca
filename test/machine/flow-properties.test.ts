import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Place } from '../../src/flow/walk.ts';
import { makeFlowLibrary } from '../../src/machine/flow-library.ts';
import { jumpTo, startFlow, stepFlow } from '../../src/machine/flow-run.ts';
import type { FlowEvent, FlowResult, FlowSnapshot } from '../../src/machine/flow-types.ts';
import { compareLevels, type RiskLevel } from '../../src/risk/level.ts';
import { walk, walkFrom } from '../support/flow-walk.ts';
import { triagePlan } from '../support/flows.ts';

const plan = triagePlan();
const library = makeFlowLibrary([plan]);
const questions = Object.entries(plan.steps).flatMap(([step, { ...meaning }]) =>
  meaning.kind === 'choose' ? meaning.options.map(({ option }) => ({ step, option })) : [],
);

/** Mostly answers that fit; now and then anything that can arrive. */
const event: fc.Arbitrary<FlowEvent> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ type: fc.constant('digit' as const), digit: fc.integer({ min: 3, max: 8 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'unmatched' } as const) },
  { weight: 1, arbitrary: fc.constant({ type: 'help' } as const) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...questions), fc.nat(12))
      .map(([{ step, option }, visit]) => ({ type: 'answer', step, visit, option }) as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...Object.keys(plan.steps)), fc.nat(12))
      .map(([step, visit]) => ({ type: 'silence', step, visit }) as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('accepted' as const, 'unavailable' as const, 'silence' as const)
      .map((outcome) => ({ type: 'handoff', outcome }) as const),
  },
);
const events = fc.array(event, { minLength: 1, maxLength: 25 });

const stored = (snapshot: FlowSnapshot): FlowSnapshot => JSON.parse(JSON.stringify(snapshot)) as FlowSnapshot;

function standing(result: FlowResult): FlowSnapshot {
  if (result.status === 'refused') throw new Error(`${result.why}: ${result.detail}`);
  return result.snapshot;
}

/** Runs events, writing and reading the stored flow between all of them. */
function run(
  sequence: readonly FlowEvent[],
  each: (before: FlowSnapshot, after: FlowResult) => void,
): FlowSnapshot {
  return sequence.reduce<FlowSnapshot>(
    (before, next) => {
      const after = stepFlow(library, stored(before), next);
      each(before, after);
      return standing(after);
    },
    standing(startFlow(library, 'triage')),
  );
}

const riskOf = (snapshot: FlowSnapshot): RiskLevel => (snapshot.snapshot as { risk: RiskLevel }).risk;
const runs = { numRuns: 150 };

describe('whatever arrives, in whatever order', () => {
  test('a stored flow is the flow: both take the next event alike', () => {
    fc.assert(
      fc.property(events, event, (sequence, next) => {
        const end = run(sequence, () => {});
        expect(stored(end)).toEqual(end);
        expect(stepFlow(library, stored(end), next)).toEqual(stepFlow(library, end, next));
      }),
      runs,
    );
  });

  test('nothing is refused, and the level never falls', () => {
    fc.assert(
      fc.property(events, (sequence) => {
        run(sequence, (before, after) => {
          expect(after.status).not.toBe('refused');
          expect(compareLevels(riskOf(standing(after)), riskOf(before))).toBeGreaterThanOrEqual(0);
        });
      }),
      runs,
    );
  });

  test('at most two bubbles come in one breath', () => {
    fc.assert(
      fc.property(events, (sequence) => {
        run(sequence, (_, after) => {
          const effects = after.status === 'refused' ? [] : after.effects;
          const bubbles = effects.flatMap((effect) =>
            effect.type === 'say' || effect.type === 'ask' ? effect.text : [],
          );
          expect(bubbles.length).toBeLessThanOrEqual(2);
        });
      }),
      runs,
    );
  });

  test('nobody is trapped: from wherever one stands, silence and a hand-off reach an end', () => {
    fc.assert(
      fc.property(events, (sequence) => {
        let place = run(sequence, () => {});
        for (let turn = 0; turn < 3 && plan.steps[place.at]?.kind !== 'end'; turn += 1) {
          place = standing(stepFlow(library, place, { type: 'silence', step: place.at, visit: place.visit }));
        }
        expect(plan.steps[place.at]?.kind).toBe('end');
      }),
      runs,
    );
  });

  test('one event sent twice is taken once, unless it is a new answer to a new screen', () => {
    fc.assert(
      fc.property(events, fc.nat(8), (sequence, index) => {
        const before = run(sequence, () => {});
        const step = plan.steps[before.at];
        fc.pre(step?.kind === 'choose');
        const options = step?.kind === 'choose' ? step.options : [];
        const option = options[index % options.length]?.option ?? '';
        const answer = { type: 'answer', step: before.at, visit: before.visit, option } as const;
        const once = standing(stepFlow(library, before, answer));
        const twice = standing(stepFlow(library, once, answer));
        expect({ at: twice.at, visit: twice.visit }).toEqual({ at: once.at, visit: once.visit });
      }),
      runs,
    );
  });

  test('garbage instead of events or stored flows never throws', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), fc.integer(), (thing, step, visit) => {
        const snapshot = standing(startFlow(library, 'triage'));
        expect(stepFlow(library, thing as FlowSnapshot, { type: 'help' }).status).toBe('refused');
        expect(stepFlow(library, { ...snapshot, snapshot: thing }, { type: 'help' }).status).toBe('refused');
        expect(stepFlow(library, snapshot, { type: 'answer', step, visit, option: step }).status).toBe(
          'ignored',
        );
        expect(stepFlow(library, snapshot, { type: 'digit', digit: visit * 100 + 0.5 }).status).toBe(
          'ignored',
        );
      }),
      runs,
    );
  });
});

describe('two implementations hold the same conversation', () => {
  const placeOf = ({ at, snapshot }: FlowSnapshot): Place => ({ at, ...(snapshot as Omit<Place, 'at'>) });

  test('from the first screen', () => {
    const begun = startFlow(library, 'triage');
    const walked = walkFrom(plan, plan.start);
    expect(placeOf(standing(begun))).toEqual(walked.place);
    expect(begun).toMatchObject({ status: 'moved', effects: walked.effects });
  });

  test('through any events', () => {
    fc.assert(
      fc.property(events, (sequence) => {
        let place: Place = walkFrom(plan, plan.start).place;
        let index = 0;
        run(sequence, (_, after) => {
          const walked = walk(plan, place, sequence[index] as FlowEvent);
          index += 1;
          place = walked?.place ?? place;
          expect(after.status).toBe(walked === null ? 'ignored' : 'moved');
          expect(after).toMatchObject({ effects: walked?.effects ?? [] });
          expect(placeOf(standing(after))).toEqual(place);
        });
      }),
      runs,
    );
  });

  test('and after a jump to every step', () => {
    for (const step of Object.keys(plan.steps)) {
      const jumped = jumpTo(library, null, 'triage', step);
      const { at } = walkFrom(plan, step).place;
      expect(standing(jumped).at).toBe(at);
    }
  });
});
