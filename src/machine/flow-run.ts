import { initialTransition, transition } from 'xstate';
import { rests, stepOf } from '../flow/graph.ts';
import type { Plan, StepId } from '../flow/plan.ts';
import type { Mark, PlanEvent } from '../flow/walk.ts';
import { askOf, effectsOf } from './flow-effects.ts';
import { planEventOf } from './flow-hear.ts';
import type { FlowLibrary } from './flow-library.ts';
import { type MachineSnapshot, persist, refused, restore, type Standing } from './flow-restore.ts';
import type { FlowEffect, FlowEvent, FlowResult, FlowSnapshot } from './flow-types.ts';

/** Begins a flow on its current revision. The effects end with the first question. */
export function startFlow(library: FlowLibrary, flow: string): FlowResult {
  const plan = library.current(flow);
  if (plan === null) return refused('unknown-flow', flow);
  return guarded(() => moved(plan, initialTransition(library.machineOf(plan))));
}

/**
 * One event through a flow. A button of an earlier screen moves nothing; what it says about danger, the speaker or
 * hiding still comes out, with `stale: true`. Nothing here throws: what cannot go on is `refused`.
 */
export function stepFlow(library: FlowLibrary, snapshot: FlowSnapshot, event: FlowEvent): FlowResult {
  return guarded(() => {
    const standing = restore(library, snapshot);
    if (standing.status === 'refused') return standing;
    const here = { at: snapshot.at, visit: snapshot.visit };
    const heard = planEventOf(standing.plan, here, event);
    return heard === null ? { status: 'ignored', snapshot, effects: [] } : send(standing, heard);
  });
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
): FlowResult {
  return guarded(() => {
    const standing = snapshot?.flow === flow ? restore(library, snapshot) : begin(library, flow);
    if (standing.status === 'refused') return standing;
    if (stepOf(standing.plan, step) === undefined) return refused('unknown-step', step);
    return send(standing, { type: 'JUMP', step });
  });
}

/** The question that waits for an answer, to be put again as it stands; `null` when none does. */
export function pendingAsk(
  library: FlowLibrary,
  snapshot: FlowSnapshot,
): Extract<FlowEffect, { type: 'ask' }> | null {
  const standing = restore(library, snapshot);
  if (standing.status === 'refused') return null;
  return askOf(standing.plan, snapshot.at, snapshot.visit, false)[0] ?? null;
}

function begin(library: FlowLibrary, flow: string): ReturnType<typeof restore> {
  const plan = library.current(flow);
  if (plan === null) return refused('unknown-flow', flow);
  const machine = library.machineOf(plan);
  const [state] = initialTransition(machine);
  return { status: 'standing', plan, machine, state };
}

function send({ plan, machine, state }: Standing, event: PlanEvent): FlowResult {
  return moved(plan, transition(machine, state, event));
}

interface Told {
  readonly type: string;
  readonly params: unknown;
}

function moved(plan: Plan, [state, actions]: readonly [MachineSnapshot, readonly Told[]]): FlowResult {
  if (state.status === 'error') throw state.error;
  const snapshot = persist(plan, state);
  const step = stepOf(plan, snapshot.at);
  if (step === undefined || !rests(step)) throw new Error(`${snapshot.at} is not a step that rests`);
  const marks = actions.filter(({ type }) => type === 'tell').map(({ params }) => params as Mark);
  return { status: 'moved', snapshot, effects: effectsOf(plan, marks, snapshot.at, state.context) };
}

/** A fault inside a guard comes out of XState as an exception; the person goes to a human instead (flow.md §2.4). */
function guarded(run: () => FlowResult): FlowResult {
  try {
    return run();
  } catch (error) {
    return refused('guard-threw', error instanceof Error ? error.message : 'unknown fault');
  }
}
