import { stepOf } from '../graph.ts';
import type { Plan, StepId, StoredValue } from '../plan.ts';
import type { PlanEvent } from '../walk.ts';

/**
 * One thing that led a flow on, as it is kept with the talk: the step it stood on and what happened there, an answer's
 * id or one of `happenings`. What was typed stays among the variables.
 */
export type Passed = readonly [step: StepId, what: string];

/** A talk keeps so many; a longer one is placed by the name of its step alone. */
export const mostPassed = 120;

/** An event at a step, whole again. */
export interface Recorded {
  readonly step: StepId;
  readonly event: PlanEvent;
}

/** Answers have plain ids, so that nothing here can be one. */
const happenings = {
  VALUE: '@given',
  UNMATCHED: '@unmatched',
  SILENCE: '@silence',
  REPLIED: '@replied',
  ACCEPTED: '@accepted',
  UNAVAILABLE: '@unavailable',
  FOUND: '@found',
  NONE: '@none',
  FAILED: '@failed',
  JUMP: '@jump',
} as const;

/** What is kept of an event; `null` for one that leads nowhere (help, a button of an earlier screen). */
export function passedOf(at: StepId, event: PlanEvent): Passed | null {
  if (event.type === 'HELP' || event.type === 'STALE') return null;
  if (event.type === 'ANSWER') return [at, event.option];
  return [event.type === 'JUMP' ? event.step : at, happenings[event.type]];
}

/** The way with one thing more; `null` where it is not known from the start, or too long to keep. */
export function lengthened(path: readonly Passed[] | null, passed: Passed): readonly Passed[] | null {
  return path === null || path.length >= mostPassed ? null : [...path, passed];
}

/** The events of a way, with what was typed or found taken from the variables. What cannot be told any more is left out. */
export const recordedOf = (
  plan: Pick<Plan, 'steps'>,
  path: readonly Passed[],
  vars: Readonly<Record<string, StoredValue>>,
): readonly Recorded[] =>
  path.flatMap(([step, what]) => {
    const event = eventOf(plan, step, what, vars);
    return event === null ? [] : [{ step, event }];
  });

function eventOf(
  plan: Pick<Plan, 'steps'>,
  step: StepId,
  what: string,
  vars: Readonly<Record<string, StoredValue>>,
): PlanEvent | null {
  if (!what.startsWith('@')) return { type: 'ANSWER', option: what };
  switch (what) {
    case happenings.JUMP:
      return { type: 'JUMP', step };
    case happenings.VALUE: {
      const value = savedAt(plan, step, vars);
      return typeof value === 'string' || typeof value === 'number' ? { type: 'VALUE', value } : null;
    }
    case happenings.FOUND: {
      const ids = savedAt(plan, step, vars);
      return typeof ids === 'object' ? { type: 'FOUND', ids } : null;
    }
    default:
      return plainEvents.find(({ type }) => happenings[type] === what) ?? null;
  }
}

const plainEvents = [
  { type: 'UNMATCHED' },
  { type: 'SILENCE' },
  { type: 'REPLIED' },
  { type: 'ACCEPTED' },
  { type: 'UNAVAILABLE' },
  { type: 'NONE' },
  { type: 'FAILED' },
] as const;

/** What the variable holds that a step fills. */
function savedAt(
  plan: Pick<Plan, 'steps'>,
  id: StepId,
  vars: Readonly<Record<string, StoredValue>>,
): StoredValue | undefined {
  const step = stepOf(plan, id);
  const name = step !== undefined && 'save' in step ? step.save : null;
  return name !== null && Object.hasOwn(vars, name) ? vars[name] : undefined;
}
