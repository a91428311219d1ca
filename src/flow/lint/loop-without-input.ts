import { exitsOf, stepOf } from '../graph.ts';
import type { StepId } from '../plan.ts';
import { finding, type LintRule, type LintSubject } from './rule.ts';

/** No circle of steps that never waits for a person or a clock: the directory and an empty room answer at once. */
export const loopWithoutInput: LintRule = ({ plan }) =>
  Object.keys(plan.steps)
    .filter((step) => returnsWithoutWaiting(plan, step))
    .map((step) => finding('loop-without-input', step, []));

function returnsWithoutWaiting(plan: LintSubject['plan'], from: StepId): boolean {
  const seen = new Set<StepId>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = stepOf(plan, id);
    if (step === undefined) continue;
    for (const { next, cause } of exitsOf(step)) {
      if (cause !== 'flow' && cause !== 'world') continue;
      if (next === from) return true;
      if (!seen.has(next)) open.push(next);
      seen.add(next);
    }
  }
  return false;
}
