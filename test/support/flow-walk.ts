import type { Plan, StepId } from '../../src/flow/plan.ts';
import { type Place, walk as step, walkStart } from '../../src/flow/walk.ts';
import { effectsOf } from '../../src/machine/flow-effects.ts';
import { planEventOf } from '../../src/machine/flow-hear.ts';
import type { FlowEffect, FlowEvent } from '../../src/machine/flow-types.ts';

interface Walk {
  readonly place: Place;
  readonly effects: readonly FlowEffect[];
}

/** The Plan walked without XState, in the machine's words: both must hold the same conversations. */
export function walkFrom(plan: Plan, from: StepId): Walk {
  const { place, marks } = walkStart({ ...plan, start: from });
  return { place, effects: effectsOf(plan, marks, place.at, place) };
}

/** One event; `null` where it means nothing. */
export function walk(plan: Plan, place: Place, event: FlowEvent): Walk | null {
  const heard = planEventOf(plan, place, event);
  const walked = heard === null ? null : step(plan, place, heard);
  if (walked === null) return null;
  return { place: walked.place, effects: effectsOf(plan, walked.marks, walked.place.at, walked.place) };
}
export type { Place } from '../../src/flow/walk.ts';
