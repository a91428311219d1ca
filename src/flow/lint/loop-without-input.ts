import { exitsOf, rests, stepOf } from '../graph.ts';
import type { StepId } from '../plan.ts';
import type { LintRule, LintSubject } from './rule.ts';

/** No circle of steps that never waits for anybody. */
export const loopWithoutInput: LintRule = ({ plan }) =>
  Object.keys(plan.steps)
    .filter((step) => returnsWithoutWaiting(plan, step))
    .map((step) => ({
      rule: 'loop-without-input',
      step,
      path: ['steps', step],
      message: 'This step leads back to itself without waiting for an answer.',
    }));

function returnsWithoutWaiting(plan: LintSubject['plan'], from: StepId): boolean {
  const seen = new Set<StepId>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = stepOf(plan, id);
    if (step === undefined || rests(step)) continue;
    for (const { next } of exitsOf(step)) {
      if (next === from) return true;
      if (!seen.has(next)) open.push(next);
      seen.add(next);
    }
  }
  return false;
}
