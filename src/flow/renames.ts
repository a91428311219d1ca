import type { Plan, StepId } from './plan.ts';

type Renamed = Pick<Plan, 'steps' | 'was'>;

/** Where a step of an earlier revision stands today, by its id then; `null` when it is gone. */
export type Rename = (earlier: StepId) => StepId | null;

/**
 * Follows steps from an earlier revision into `plan`: by the same id, by `was:`, or, for a step that an instrument or
 * a call stands for (`<step>__<part>`), by what became of the step in front.
 */
export function renamesInto(plan: Renamed): Rename {
  const today = new Map(
    Object.entries(plan.was ?? {}).flatMap(([step, earlier]) => earlier.map((id) => [id, step] as const)),
  );
  const rename: Rename = (earlier) => {
    if (Object.hasOwn(plan.steps, earlier)) return earlier;
    const named = today.get(earlier);
    if (named !== undefined && Object.hasOwn(plan.steps, named)) return named;
    return inFront(earlier, plan, rename);
  };
  return rename;
}

/** The longest front part that bears another name today, with the rest as it was. */
function inFront(earlier: StepId, plan: Renamed, rename: Rename): StepId | null {
  for (let at = earlier.lastIndexOf('__'); at > 0; at = earlier.lastIndexOf('__', at - 1)) {
    const front = rename(earlier.slice(0, at));
    const step = front === null ? null : `${front}${earlier.slice(at)}`;
    if (step !== null && Object.hasOwn(plan.steps, step)) return step;
  }
  return null;
}
