import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/flow/plan.ts';
import { explore, type Situation } from '../../src/flow/prove/explore.ts';
import { walker } from '../../src/flow/walk.ts';
import { loadFlows } from '../../src/flows-on-disk.ts';
import { persist, restore } from '../../src/machine/flow-restore.ts';
import { startFlow, stepFlow } from '../../src/machine/flow-run.ts';
import type { FlowEvent, FlowSnapshot } from '../../src/machine/flow-types.ts';
import { compareLevels, type RiskLevel } from '../../src/risk/level.ts';

const { plans, library } = loadFlows();
const rows = plans.map((plan) => [plan.flow, plan] as const);

/** A situation as it is stored. Values that no guard tells apart stand for one another, so the first of them is put. */
function storedAt(plan: Plan, { place }: Situation): FlowSnapshot {
  const { at, risk, visit, tries } = place;
  const vars = Object.fromEntries(
    Object.entries(place.vars).map(([name, value]) => [name, real(plan, name, value)]),
  );
  const { flow, structure, copy } = plan;
  return { flow, structure, copy, at, visit, snapshot: { vars, risk, visit, tries } };
}

function real(plan: Plan, name: string, value: unknown): unknown {
  const variable = plan.variables[name];
  if (variable?.type === 'list') return ['line'];
  if (variable?.type !== 'choice' || variable.of.includes(String(value))) return value;
  return value === 'unsure' || value === 'skip' ? value : 'skip';
}

const again = (snapshot: FlowSnapshot): FlowSnapshot => JSON.parse(JSON.stringify(snapshot)) as FlowSnapshot;

describe('every situation that can be reached', () => {
  test.each(rows)('%s: what is stored is what is read again', (_, plan) => {
    const { situations } = explore(plan, walker);
    expect(situations.length).toBeGreaterThan(5);
    for (const situation of situations) {
      const stored = storedAt(plan, situation);
      const standing = restore(library, again(stored));
      if (standing.status === 'refused') throw new Error(`${stored.at}: ${standing.detail}`);
      expect(persist(plan, standing.state, standing.trail)).toEqual(stored);
    }
  });

  test.each(rows)('%s: no step hears a code', (_, plan) => {
    const steps = new Map(explore(plan, walker).situations.map((at) => [at.place.at, at]));
    for (const situation of steps.values()) {
      const stored = storedAt(plan, situation);
      for (const digit of [0, 1, 2, 9]) {
        const result = stepFlow(library, stored, { type: 'digit', digit });
        const waits = plan.steps[stored.at]?.kind === 'wait';
        expect(result.status, `${stored.at} ${String(digit)}`).toBe(waits ? 'moved' : 'ignored');
      }
    }
  });
});

const anything: fc.Arbitrary<(at: FlowSnapshot, plan: Plan) => FlowEvent> = fc.oneof(
  fc.integer({ min: -1, max: 12 }).map((digit) => () => ({ type: 'digit', digit }) as const),
  fc.string().map((text) => () => ({ type: 'words', text }) as const),
  fc.string().map((area) => () => ({ type: 'place', area }) as const),
  fc
    .constantFrom('accepted' as const, 'unavailable' as const, 'silence' as const)
    .map((outcome) => () => ({ type: 'handoff', outcome }) as const),
  fc.nat(3).map(
    (late) =>
      ({ at, visit }: FlowSnapshot) =>
        ({ type: 'silence', step: at, visit: visit - late }) as const,
  ),
  fc
    .tuple(fc.nat(), fc.nat(), fc.nat(5))
    .map(([step, option, late]) => ({ visit }: FlowSnapshot, { steps }: Plan): FlowEvent => {
      const asking = Object.entries(steps).flatMap(([id, one]) =>
        'options' in one ? [[id, one.options] as const] : [],
      );
      const [id = '', options = []] = asking[step % Math.max(1, asking.length)] ?? [];
      return {
        type: 'answer',
        step: id,
        visit: visit - late,
        option: options[option % Math.max(1, options.length)]?.option ?? '',
      };
    }),
  fc.constantFrom('none' as const, 'failed' as const, { found: ['line'] }).map(
    (outcome) =>
      ({ at, visit }: FlowSnapshot) =>
        ({ type: 'lookup', step: at, visit, outcome }) as const,
  ),
  fc.constant(() => ({ type: 'help' }) as const),
);

describe('whatever arrives, in whatever order and how often', () => {
  test.each(rows)('%s: nobody is trapped, no level falls, nothing is refused', (flow, plan) => {
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 30 }), (events) => {
        const begun = startFlow(library, flow);
        if (begun.status === 'refused') throw new Error(begun.detail);
        let at = begun.snapshot;
        for (const make of events) {
          const event = make(at, plan);
          for (let times = 0; times < 2; times += 1) {
            const result = stepFlow(library, again(at), event);
            if (result.status === 'refused') throw new Error(`${result.why} ${result.detail}`);
            expect(compareLevels(riskOf(result.snapshot), riskOf(at))).toBeGreaterThanOrEqual(0);
            at = result.snapshot;
          }
        }
        expect(endsQuietly(plan, at)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

const riskOf = ({ snapshot }: FlowSnapshot): RiskLevel => (snapshot as { risk: RiskLevel }).risk;

/** Silence, and nobody there, lead to an end in a few turns from wherever one stands. */
function endsQuietly(plan: Plan, from: FlowSnapshot): boolean {
  let at = from;
  for (let turn = 0; turn < 6 && plan.steps[at.at]?.kind !== 'end'; turn += 1) {
    const isLookup = plan.steps[at.at]?.kind === 'lookup';
    const event: FlowEvent = isLookup
      ? { type: 'lookup', step: at.at, visit: at.visit, outcome: 'failed' }
      : { type: 'silence', step: at.at, visit: at.visit };
    const result = stepFlow(library, at, event);
    if (result.status === 'refused') return false;
    at = result.snapshot;
  }
  return plan.steps[at.at]?.kind === 'end';
}
