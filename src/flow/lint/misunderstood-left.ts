import { asks, exitsOf, stepOf } from '../graph.ts';
import { showsHotline } from '../hotline.ts';
import type { StepId } from '../plan.ts';
import { finding, type LintRule, type LintSubject } from './rule.ts';

/** Who is not understood is shown a number, a person or another question, never just an end (safety-content §1 rule 6). */
export const misunderstoodLeft: LintRule = ({ plan, inherited }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    asks(meaning) && !inherited.has(step) && endsAlone(plan, meaning.noMatch.then)
      ? [finding('misunderstood-left', step, ['no_match', 'then'])]
      : [],
  );

/** Whether an end can come next without a number before it. */
function endsAlone(plan: LintSubject['plan'], from: StepId): boolean {
  const seen = new Set<StepId>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = stepOf(plan, id);
    if (step === undefined || seen.has(id) || showsHotline(plan, step)) continue;
    seen.add(id);
    if (step.kind === 'end') return true;
    open.push(...exitsOf(step).flatMap(({ cause, next }) => (cause === 'flow' ? [next] : [])));
  }
  return false;
}
