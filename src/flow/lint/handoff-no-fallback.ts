import { exitsOf, stepOf } from '../graph.ts';
import { showsHotline } from '../hotline.ts';
import type { StepId } from '../plan.ts';
import { finding, type LintRule, type LintSubject } from './rule.ts';

type Plan = LintSubject['plan'];

/**
 * When nobody is there, a number is shown in the same breath, before any end or question and before a person is asked
 * for again (flow.md §3.3, P3). A hand-off that only silence leads to stays silent: nothing is sent unasked.
 */
export const handoffNoFallback: LintRule = ({ plan, inherited }) => {
  const spoken = enteredByPerson(plan, inherited);
  return Object.entries(plan.steps).flatMap(([step, meaning]) =>
    meaning.kind === 'handoff' && spoken.has(step) && !alwaysShown(plan, meaning.unavailable, new Set())
      ? [finding('handoff-no-fallback', step, ['unavailable'])]
      : [],
  );
};

/** Steps that a turn of the person can arrive at: everything but what only time leads to. */
function enteredByPerson(plan: Plan, inherited: ReadonlySet<StepId>): ReadonlySet<StepId> {
  const reached = new Set<StepId>();
  const open: StepId[] = [plan.start, plan.root.failure];
  for (const [id, step] of Object.entries(plan.steps)) {
    if (step.kind === 'say' || step.kind === 'set' || step.kind === 'branch' || inherited.has(id)) continue;
    open.push(...exitsOf(step).flatMap(({ cause, next }) => (cause === 'time' ? [] : [next])));
  }
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = stepOf(plan, id);
    if (step === undefined || reached.has(id)) continue;
    reached.add(id);
    open.push(...exitsOf(step).flatMap(({ cause, next }) => (cause === 'flow' ? [next] : [])));
  }
  return reached;
}

function alwaysShown(plan: Plan, id: StepId, seen: Set<StepId>): boolean {
  const step = stepOf(plan, id);
  if (step === undefined || seen.has(id)) return false;
  if (showsHotline(plan, step)) return true;
  const inner = exitsOf(step);
  const goesOn = inner.length > 0 && inner.every(({ cause }) => cause === 'flow' || cause === 'world');
  if (!goesOn || step.kind === 'handoff') return false;
  return inner.every(({ next }) => alwaysShown(plan, next, new Set([...seen, id])));
}
