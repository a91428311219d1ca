import { transition } from 'xstate';
import { rests, stepOf } from '../flow/graph.ts';
import { lengthened, passedOf } from '../flow/migrate/passed.ts';
import type { Given, Plan, StepId } from '../flow/plan.ts';
import { renamesInto } from '../flow/renames.ts';
import type { Mark, PlanEvent } from '../flow/walk.ts';
import { compareLevels } from '../risk/level.ts';
import { beginFlow } from './flow-begin.ts';
import { askOf, effectsOf } from './flow-effects.ts';
import { planEventOf, staleOf } from './flow-hear.ts';
import type { FlowLibrary } from './flow-library.ts';
import { moveAfter, moveBefore, movedForJump, moveFlow } from './flow-move.ts';
import {
  type MachineSnapshot,
  noTrail,
  persist,
  refused,
  restore,
  type Standing,
  stepAt,
  type Trail,
} from './flow-restore.ts';
import type { FlowEffect, FlowEvent, FlowResult, FlowSnapshot } from './flow-types.ts';

/** Begins a flow on its live revision, told what is known of the conversation. The effects end with the first question. */
export function startFlow(library: FlowLibrary, flow: string, given: Given = {}): FlowResult {
  const plan = library.current(flow);
  if (plan === null) return refused('unknown-flow', flow);
  return guarded(() => moved(plan, beginFlow(plan, library.machineOf(plan), given), noTrail));
}

/**
 * One event through a flow. A button of an earlier screen moves nothing; what it says about danger, the speaker or
 * hiding still comes out, with `stale: true`. At checkpoints, and from recalled structures at once, the talk goes over
 * to the live revision. Nothing here throws: what cannot go on is `refused`.
 */
export function stepFlow(library: FlowLibrary, snapshot: FlowSnapshot, event: FlowEvent): FlowResult {
  return guarded(() => {
    const shape = restore(library, snapshot);
    if (shape.status === 'refused') return shape;
    const hearing = moveBefore(library, snapshot, event);
    if (hearing.status === 'refused') return hearing;
    const isHere = hearing.snapshot === snapshot;
    const standing = isHere ? shape : restore(library, hearing.snapshot);
    if (standing.status === 'refused') return standing;
    const result = heard(library, standing, hearing.snapshot, hearing.event);
    return moveAfter(library, told(result, hearing.dangers));
  });
}

function heard(
  library: FlowLibrary,
  standing: Standing,
  snapshot: FlowSnapshot,
  event: FlowEvent,
): FlowResult {
  const here = { at: snapshot.at, visit: snapshot.visit };
  const today = inToday(standing.plan, event);
  const means = planEventOf(standing.plan, here, today);
  const isOld = means === null || means.type === 'STALE';
  const earlier = isOld ? staleBefore(library, standing, event, means) : null;
  if (earlier !== null) return send(standing, earlier.event, earlier.plan);
  return means === null ? { status: 'ignored', snapshot, effects: [] } : send(standing, means);
}

/** A button names the step as it was called when the button was shown. */
function inToday(plan: Plan, event: FlowEvent): FlowEvent {
  if (event.type !== 'answer' || stepOf(plan, event.step) !== undefined) return event;
  return { ...event, step: renamesInto(plan)(event.step) ?? event.step };
}

type Stale = Extract<PlanEvent, { type: 'STALE' }>;

/** A danger answer on a screen of a structure that the talk has left: what it said then counts, where it was graver. */
function staleBefore(
  library: FlowLibrary,
  { plan, trail }: Standing,
  event: FlowEvent,
  means: Stale | null,
): { readonly plan: Plan; readonly event: Stale } | null {
  if (event.type !== 'answer') return null;
  for (const structure of trail.from.toReversed()) {
    const left = library.byStructure(plan.flow, structure);
    const stale = left === null ? null : staleOf(left, event);
    if (left === null || stale === null) continue;
    if (means === null || compareLevels(stale.level, means.level) > 0) return { plan: left, event: stale };
  }
  return null;
}

/** What was learnt by moving comes first. A talk that moved and heard nothing new has moved all the same. */
function told(result: FlowResult, dangers: readonly FlowEffect[]): FlowResult {
  return result.status === 'refused' || dangers.length === 0
    ? result
    : { ...result, status: 'moved', effects: [...dangers, ...result.effects] };
}

/**
 * Enters one step from wherever the conversation stands, keeping what is already known; `null` begins a new one.
 * Used for the deciding questions that free text brings up (`DecidingQuestion`) and for the failure route.
 */
export function jumpTo(
  library: FlowLibrary,
  snapshot: FlowSnapshot | null,
  flow: string,
  step: StepId,
  given: Given = {},
): FlowResult {
  return guarded(() => {
    const standing =
      snapshot?.flow === flow
        ? restore(library, movedForJump(library, snapshot))
        : begin(library, flow, given);
    if (standing.status === 'refused') return standing;
    const target = renamesInto(standing.plan)(step);
    if (target === null) return refused('unknown-step', step);
    return moveAfter(library, send(standing, { type: 'JUMP', step: target }));
  });
}

/** The question that waits for an answer, to be put again as it stands; `null` when none does. */
export function pendingAsk(
  library: FlowLibrary,
  snapshot: FlowSnapshot,
): Extract<FlowEffect, { type: 'ask' }> | null {
  const standing = restore(library, snapshot);
  if (standing.status === 'refused') return null;
  if (!library.isRecalled(snapshot.flow, snapshot.structure))
    return askOf(standing.plan, snapshot.at, snapshot.visit, false)[0] ?? null;
  const moved = moveFlow(library, snapshot);
  const next = library.current(snapshot.flow);
  if (moved.status === 'refused' || next === null) return null;
  return askOf(next, moved.snapshot.at, moved.snapshot.visit, false)[0] ?? null;
}

function begin(library: FlowLibrary, flow: string, given: Given): ReturnType<typeof restore> {
  const plan = library.current(flow);
  if (plan === null) return refused('unknown-flow', flow);
  const machine = library.machineOf(plan);
  const [state] = beginFlow(plan, machine, given);
  return { status: 'standing', plan, machine, state, trail: noTrail };
}

function send({ plan, machine, state, trail }: Standing, event: PlanEvent, words: Plan = plan): FlowResult {
  const next = transition(machine, state, event);
  const passed = next[0].context.visit === state.context.visit ? null : passedOf(stepAt(state), event);
  const path = passed === null ? trail.path : lengthened(trail.path, passed);
  return moved(plan, next, { ...trail, path }, words);
}

interface Told {
  readonly type: string;
  readonly params: unknown;
}

/** `words` are the revision that what is told belongs to: the talk's own, but for buttons of earlier structures. */
function moved(
  plan: Plan,
  [state, actions]: readonly [MachineSnapshot, readonly Told[]],
  trail: Trail,
  words: Plan = plan,
): FlowResult {
  if (state.status === 'error') throw state.error;
  const snapshot = persist(plan, state, trail);
  const step = stepOf(plan, snapshot.at);
  if (step === undefined || !rests(step)) throw new Error(`${snapshot.at} is not a step that rests`);
  const marks = actions.filter(({ type }) => type === 'tell').map(({ params }) => params as Mark);
  return { status: 'moved', snapshot, effects: effectsOf(words, marks, snapshot.at, state.context) };
}

/** A fault inside a guard comes out of XState as an exception; the person goes to a human instead (flow.md §2.4). */
function guarded(run: () => FlowResult): FlowResult {
  try {
    return run();
  } catch (error) {
    return refused('guard-threw', error instanceof Error ? error.message : 'unknown fault');
  }
}
