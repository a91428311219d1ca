import type { Plan } from '../plan.ts';
import { type Stepper, walker } from '../walk.ts';
import type { Breach } from './breach.ts';
import { explore } from './explore.ts';
import { obligationBreaches } from './obligations.ts';
import { pathBreaches } from './paths.ts';
import { scoreBreaches } from './score.ts';
import { typedBreaches } from './typed.ts';

/** What came of proving one flow. `situations` are those that differ in something that can still matter. */
export interface Proof {
  readonly flow: string;
  readonly situations: number;
  readonly breaches: readonly Breach[];
}

/**
 * Proves P1 to P13 of flow.md §3.3 and the flow's own claims over its Plan: every situation is visited, none is
 * sampled. A property that fails comes back as the shortest conversation that shows it. `stepper` runs the Plan: the
 * tests prove everything a second time through XState.
 */
export function proveFlow(plan: Plan, stepper: Stepper = walker): Proof {
  const exploration = explore(plan, stepper);
  const breaches = [
    ...tooLarge(plan, exploration.status, exploration.most),
    ...obligationBreaches(plan, exploration),
    ...pathBreaches(plan, exploration, stepper),
    ...scoreBreaches(plan, stepper),
    ...typedBreaches(plan, exploration),
  ];
  return { flow: plan.flow, situations: exploration.situations.length, breaches };
}

const tooLarge = (plan: Plan, status: 'whole' | 'too-large', most: number): readonly Breach[] =>
  status === 'whole'
    ? []
    : [{ property: 'P6', step: plan.start, key: 'too-large', params: { most: String(most) }, script: [] }];
