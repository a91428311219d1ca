import { exitsOf } from '../graph.ts';
import type { StepId } from '../plan.ts';
import { finding, type LintRule, type LintSubject } from './rule.ts';

/** From every step an `end` can be reached: nobody is kept in a circle for ever. */
export const deadEnd: LintRule = ({ plan }) => {
  const ending = stepsThatEnd(plan);
  return Object.keys(plan.steps)
    .filter((step) => !ending.has(step))
    .map((step) => finding('dead-end', step, []));
};

/** Grows backwards from the ends until no further step leads into the set. */
function stepsThatEnd(plan: LintSubject['plan']): ReadonlySet<StepId> {
  const ending = new Set<StepId>();
  const steps = Object.entries(plan.steps);
  for (let before = -1; before < ending.size; ) {
    before = ending.size;
    for (const [id, step] of steps) {
      if (step.kind === 'end' || exitsOf(step).some(({ next }) => ending.has(next))) ending.add(id);
    }
  }
  return ending;
}
