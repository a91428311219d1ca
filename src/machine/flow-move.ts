import { fitting } from '../flow/fitting.ts';
import { asks, optionOf, stepOf } from '../flow/graph.ts';
import { isCheckpoint, type Placing, placeTalk, type Stand } from '../flow/migrate/place.ts';
import type { Plan } from '../flow/plan.ts';
import { renamesInto } from '../flow/renames.ts';
import { type FlowMemory, walkStart } from '../flow/walk.ts';
import { restingEffects } from './flow-effects.ts';
import type { FlowLibrary } from './flow-library.ts';
import { type Refused, refused, restore, type Standing, stored, type Trail } from './flow-restore.ts';
import type { FlowEffect, FlowEvent, FlowResult, FlowSnapshot } from './flow-types.ts';

/** A talk on the live structure. */
export interface Moved {
  readonly status: 'placed';
  readonly snapshot: FlowSnapshot;
  readonly isSame: boolean;
  /** Danger that the live revision reads in what was answered before. */
  readonly dangers: readonly FlowEffect[];
}

/** So many structures a talk remembers having stood on. */
const mostFrom = 3;

/** Where a talk would stand on another revision; nothing is changed. A talk that cannot be read has no place. */
export function placingOf(library: FlowLibrary, snapshot: FlowSnapshot, next: Plan): Placing {
  const standing = restore(library, snapshot);
  return standing.status === 'refused'
    ? { status: 'cannot' }
    : placeTalk(standing.plan, standOf(standing, snapshot), next);
}

const standOf = ({ trail }: Standing, { at, snapshot }: FlowSnapshot): Stand => ({
  at,
  ...(snapshot as FlowMemory),
  path: trail.path,
});

/** Moves a talk to the live structure, wherever it stands. Refused, with the failure route, where it has no place there. */
export function moveFlow(library: FlowLibrary, snapshot: FlowSnapshot): Moved | Refused {
  const next = library.current(snapshot.flow);
  if (next === null) return refused('unknown-flow', snapshot.flow);
  const standing = restore(library, snapshot);
  if (standing.status === 'refused') return standing;
  const placing = placeTalk(standing.plan, standOf(standing, snapshot), next);
  if (placing.status !== 'placed') return refused('recalled', `${snapshot.flow} ${snapshot.structure}`);
  const { path, ...place } = placing.stand;
  return {
    status: 'placed',
    snapshot: stored(next, place, { path, from: cameFrom(standing.trail, snapshot) }),
    isSame: placing.isSame,
    dangers: placing.dangers.map((danger) => ({ type: 'risk', stale: false, ...danger })),
  };
}

const cameFrom = ({ from }: Trail, { structure }: FlowSnapshot): readonly string[] =>
  [...from, structure].slice(-mostFrom);

/** For a jump any place will do: what is known comes along, the level with it. */
export function movedForJump(library: FlowLibrary, snapshot: FlowSnapshot): FlowSnapshot {
  if (!library.isRecalled(snapshot.flow, snapshot.structure)) return snapshot;
  const moved = moveFlow(library, snapshot);
  if (moved.status === 'placed') return moved.snapshot;
  const next = library.current(snapshot.flow);
  const standing = restore(library, snapshot);
  if (next === null || standing.status === 'refused') return snapshot;
  const { vars, ...memory } = snapshot.snapshot as FlowMemory;
  const place = { ...memory, at: walkStart(next).place.at, vars: fitting(vars, next.variables) };
  return stored(next, place, { path: null, from: cameFrom(standing.trail, snapshot) });
}

/** A talk and the event that it hears, perhaps on another structure than it was stored with. */
interface Hearing {
  readonly status: 'hears';
  readonly snapshot: FlowSnapshot;
  readonly event: FlowEvent;
  readonly dangers: readonly FlowEffect[];
}

/**
 * Before an event: a talk on a recalled structure moves wherever it stands; one at a checkpoint moves when the live
 * structure puts the same question and knows the answer.
 */
export function moveBefore(
  library: FlowLibrary,
  snapshot: FlowSnapshot,
  event: FlowEvent,
): Hearing | Refused {
  const stays: Hearing = { status: 'hears', snapshot, event, dangers: [] };
  const isUnsafe = library.isRecalled(snapshot.flow, snapshot.structure);
  if (!isUnsafe && !standsAtCheckpoint(library, snapshot)) return stays;
  const moved = moveFlow(library, snapshot);
  if (moved.status === 'refused') return isUnsafe ? moved : stays;
  const heard = moved.isSame && 'step' in event && event.step === snapshot.at;
  const here = heard ? { ...event, step: moved.snapshot.at } : event;
  if (!isUnsafe && !(moved.isSame && isAnswered(library, moved.snapshot, here))) return stays;
  return { status: 'hears', snapshot: moved.snapshot, event: here, dangers: moved.dangers };
}

/** Whether an event answers the question of the step where a talk stands. */
function isAnswered(library: FlowLibrary, { flow, at, visit }: FlowSnapshot, event: FlowEvent): boolean {
  if (event.type === 'words' || event.type === 'place') return true;
  const plan = library.current(flow);
  if (plan === null || event.type !== 'answer' || event.step !== at || event.visit !== visit) return false;
  return optionOf(plan, at, event.option) !== undefined;
}

function standsAtCheckpoint(library: FlowLibrary, { flow, structure, at }: FlowSnapshot): boolean {
  const [plan, next] = [library.byStructure(flow, structure), library.current(flow)];
  if (plan === null || next === null || next.structure === structure) return false;
  const step = stepOf(plan, at);
  return step !== undefined && asks(step) && isCheckpoint(plan, at, next, renamesInto(next)(at));
}

/**
 * After an event: a talk that has come to a checkpoint of an older structure goes on with the live one, and its
 * question is put in place of the older one's.
 */
export function moveAfter(library: FlowLibrary, result: FlowResult): FlowResult {
  if (result.status !== 'moved' || !standsAtCheckpoint(library, result.snapshot)) return result;
  const isAsked = result.effects.some((effect) => effect.type === 'ask' && !effect.again);
  const moved = isAsked ? moveFlow(library, result.snapshot) : null;
  const next = library.current(result.snapshot.flow);
  if (moved?.status !== 'placed' || next === null) return result;
  const { at, snapshot } = moved.snapshot;
  const said = result.effects.filter(({ type }) => type !== 'ask' && type !== 'arm');
  const resting = restingEffects(next, at, snapshot as FlowMemory);
  return {
    status: 'moved',
    snapshot: moved.snapshot,
    effects: [...said.map(inToday(next)), ...moved.dangers, ...resting],
  };
}

/** What was answered bears the name that its step has today: whoever looks it up there finds it. */
function inToday(next: Plan): (effect: FlowEffect) => FlowEffect {
  const rename = renamesInto(next);
  return (effect) =>
    effect.type === 'answered' || effect.type === 'risk'
      ? { ...effect, step: rename(effect.step) ?? effect.step }
      : effect;
}
