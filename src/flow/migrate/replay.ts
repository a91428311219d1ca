import { asks, stepOf } from '../graph.ts';
import type { Given } from '../plan.ts';
import type { Rename } from '../renames.ts';
import { type Mark, type Place, type Walk, type Walkable, walk, walkStart } from '../walk.ts';
import type { Recorded } from './passed.ts';

/** What a recorded talk comes to on a revision: where it stops, and what was told on the way, turn by turn. */
export interface Replay {
  readonly place: Place;
  readonly turns: readonly (readonly Mark[])[];
  /** What was recorded and asked for, in the order in which this revision asks, under the steps' names here. */
  readonly taken: readonly Recorded[];
}

/**
 * Walks a revision by the answers of a recorded talk, whatever revision they were given on. Each question takes the
 * first answer to it that is left; one that was never put, or whose answer is gone, is where the replay stops. Steps
 * that words brought up (`JUMP`) are entered when nothing before them is asked for any more.
 */
export function replay(
  plan: Walkable,
  recorded: readonly Recorded[],
  rename: Rename,
  given: Given = {},
): Replay {
  let walked: Walk = walkStart(plan, given);
  const turns = [walked.marks];
  const taken: Recorded[] = [];
  let left = recorded;
  for (let index = nextOf(walked.place, left, rename); index !== -1; ) {
    const next = renamedTo(left[index] as Recorded, rename);
    const went = take(plan, walked.place, next);
    if (went === null) break;
    walked = went;
    taken.push(next);
    turns.push(walked.marks);
    left = left.toSpliced(index, 1);
    index = nextOf(walked.place, left, rename);
  }
  return { place: walked.place, turns, taken };
}

/** The place in the list of what happens next, -1 when nothing does. */
function nextOf({ at }: Place, left: readonly Recorded[], rename: Rename): number {
  for (const [index, { step, event }] of left.entries()) {
    if (rename(step) === null) continue;
    if (event.type === 'JUMP' || rename(step) === at) return index;
  }
  return -1;
}

function renamedTo({ step, event }: Recorded, rename: Rename): Recorded {
  const now = rename(step) ?? step;
  return { step: now, event: event.type === 'JUMP' ? { type: 'JUMP', step: now } : event };
}

function take(plan: Walkable, place: Place, { event }: Recorded): Walk | null {
  const here = stepOf(plan, place.at);
  // Only the last of several answers that were not understood is recorded: the one that led on.
  const tries = event.type === 'UNMATCHED' && here !== undefined && asks(here) ? here.noMatch.tries - 1 : 0;
  return walk(plan, { ...place, tries }, event);
}
