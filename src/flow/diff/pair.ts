import { stepOf } from '../graph.ts';
import type { Plan, StepId } from '../plan.ts';
import { type Rename, renamesInto } from '../renames.ts';

/** Two revisions of one flow side by side. */
export interface Pair {
  readonly before: Plan;
  readonly after: Plan;
  /** Follows a step of the older revision into the newer. */
  readonly rename: Rename;
  /** Steps that stand in both, by their ids then and now. */
  readonly kept: readonly (readonly [StepId, StepId])[];
  readonly added: readonly StepId[];
  readonly removed: readonly StepId[];
}

/** Puts two revisions side by side. Steps of called flows are left out: they change in their own file. */
export function pairOf(before: Plan, after: Plan): Pair {
  const rename = renamesInto(after);
  const own = (plan: Plan): readonly StepId[] => Object.keys(plan.steps).filter((id) => !isCalled(plan, id));
  const kept = own(before).flatMap((id): readonly (readonly [StepId, StepId])[] => {
    const now = rename(id);
    // A name that an older step gave up and another took over: the one that kept it is the same step.
    if (now === null || (now !== id && stepOf(before, now) !== undefined)) return [];
    return [[id, now]];
  });
  const then = new Set(kept.map(([id]) => id));
  const now = new Set(kept.map(([, id]) => id));
  return {
    before,
    after,
    rename,
    kept,
    added: own(after).filter((id) => !now.has(id)),
    removed: own(before).filter((id) => !then.has(id)),
  };
}

/** Steps of an instrument belong to the flow; other steps with two underlines come from a called flow. */
export const isCalled = (plan: Plan, id: StepId): boolean =>
  id.includes('__') && ownInstrumentOf(plan, id) === null;

/** The step of the flow's own instrument that a step stands for; `null` for any other step. */
export function ownInstrumentOf(plan: Plan, id: StepId): StepId | null {
  const found = (plan.instruments ?? []).find(
    ({ step }) => !step.includes('__') && id.startsWith(`${step}__`),
  );
  return found?.step ?? null;
}
