import { exitsOf, rests } from '../graph.ts';
import { readBy } from '../guards/reads.ts';
import { channelVariable, flowChannels, type Given, type Plan, type PlanStep, type StepId } from '../plan.ts';
import type { PlanEvent } from '../walk.ts';

/**
 * What a talk may begin with, as the proof treats it: everything is possible until a turn looks at the channel; that
 * turn is then taken once for each, and the talk keeps the one it was taken with. Nothing is left out, and whatever
 * does not look at the channel is visited once.
 */
export interface Givens {
  /** What the first turn must be taken with; `null` stands for anything. */
  readonly atStart: readonly (Given | null)[];
  /** The same for an event at a step where nothing is decided yet. */
  readonly at: (step: PlanStep, event: PlanEvent) => readonly (Given | null)[];
}

const anything: readonly (Given | null)[] = [null];
/** Nobody has said, and each channel. */
const every: readonly Given[] = [{}, ...flowChannels.map((channel) => ({ channel }))];

export function givensOf(plan: Pick<Plan, 'steps' | 'start' | 'variables'>): Givens {
  if (!Object.hasOwn(plan.variables, channelVariable)) return { atStart: anything, at: () => anything };
  const reading = readingSteps(plan);
  return {
    atStart: reading.has(plan.start) ? every : anything,
    at: (step, event) => (reading.has(targetOf(step, event)) ? every : anything),
  };
}

/** The steps from which a turn comes past a guard that looks at the channel before it rests. */
function readingSteps({ steps }: Pick<Plan, 'steps'>): ReadonlySet<StepId> {
  const found = new Set<StepId>();
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [id, step] of Object.entries(steps)) {
      const isOn = !rests(step) && exitsOf(step).some(({ next }) => found.has(next));
      if (isOn || looks(step)) found.add(id);
    }
  }
  return found;
}

const looks = (step: PlanStep): boolean =>
  step.kind === 'branch' && step.rules.some(({ guard }) => readBy(guard.tree).includes(channelVariable));

/** Where an event leads first; a jump or help is no part of a proof's alphabet. */
function targetOf(step: PlanStep, event: PlanEvent): StepId {
  const name = exitOf(step, event);
  const exits = exitsOf(step);
  return (exits.find((exit) => exit.name === name) ?? exits.find((exit) => exit.name === 'next'))?.next ?? '';
}

function exitOf(step: PlanStep, event: PlanEvent): string {
  switch (event.type) {
    case 'ANSWER':
      return event.option;
    case 'UNMATCHED':
      return 'no_match';
    case 'SILENCE':
      return step.kind === 'wait' ? 'elapsed' : 'silence';
    case 'VALUE':
      return 'next';
    case 'REPLIED':
    case 'ACCEPTED':
    case 'UNAVAILABLE':
    case 'FOUND':
    case 'NONE':
    case 'FAILED':
    case 'HELP':
    case 'JUMP':
    case 'STALE':
      return event.type.toLowerCase();
  }
}

/** The line of a transcript that says where the person writes. */
export const openingOf = (given: Given | null): readonly string[] =>
  given?.channel === undefined ? [] : [`@ channel ${given.channel}`];
