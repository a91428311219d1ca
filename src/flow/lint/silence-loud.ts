import { exitsOf, stepOf } from '../graph.ts';
import type { StepId } from '../plan.ts';
import { finding, type LintRule, type LintSubject } from './rule.ts';

/** When nobody answers, nothing is said: the phone may be in other hands (safety-content §3.3, promise 6). */
export const silenceLoud: LintRule = ({ plan }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    exitsOf(meaning)
      .filter(({ cause, next }) => cause === 'time' && speaks(plan, next))
      .map(({ path }) => finding('silence-loud', step, path)),
  );

/** Whether something is said before the flow rests again. A question that rests is put with the next message. */
function speaks(plan: LintSubject['plan'], from: StepId): boolean {
  const seen = new Set<StepId>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = stepOf(plan, id);
    if (step === undefined || seen.has(id)) continue;
    seen.add(id);
    if (step.kind === 'say') return true;
    if (step.kind === 'set' || step.kind === 'branch') open.push(...exitsOf(step).map(({ next }) => next));
  }
  return false;
}
