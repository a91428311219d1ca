import { initialTransition, transition } from 'xstate';
import { rests, stepOf } from '../flow/graph.ts';
import type { Plan, StepId } from '../flow/plan.ts';
import { type RiskLevel, worseOf } from '../risk/level.ts';
import { askOf, effectsOf, optionOf } from './flow-effects.ts';
import type { MachineEvent, Mark } from './flow-language.ts';
import type { FlowLibrary } from './flow-library.ts';
import { type MachineSnapshot, persist, refused, restore, type Standing, stepAt } from './flow-restore.ts';
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
    const heard = hear(standing, event);
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

function send({ plan, machine, state }: Standing, event: MachineEvent): FlowResult {
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

/** What an event means where the flow stands now; `null` when it means nothing. */
function hear({ plan, state }: Standing, event: FlowEvent): MachineEvent | null {
  const at = stepAt(state);
  const step = stepOf(plan, at);
  switch (event.type) {
    case 'digit': {
      const options = step?.kind === 'choose' ? step.options : [];
      const option = options.find(({ digit }) => digit === event.digit)?.option;
      return option === undefined ? null : { type: 'ANSWER', option };
    }
    case 'answer': {
      const option = optionOf(plan, event.step, event.option);
      if (option === undefined) return null;
      const isCurrent = event.step === at && event.visit === state.context.visit;
      return isCurrent ? { type: 'ANSWER', option: option.option } : staleOf(plan, event);
    }
    case 'silence':
      return event.step === at && event.visit === state.context.visit && step?.kind !== 'end'
        ? { type: 'SILENCE' }
        : null;
    case 'unmatched':
      return step?.kind === 'choose' ? { type: 'UNMATCHED' } : null;
    case 'handoff':
      return step?.kind === 'handoff' ? outcomes[event.outcome] : null;
    case 'help':
      return { type: 'HELP' };
  }
}

const outcomes = {
  accepted: { type: 'ACCEPTED' },
  unavailable: { type: 'UNAVAILABLE' },
  silence: { type: 'SILENCE' },
} as const;

/** A button of an earlier screen still counts for what it says about danger, the speaker or hiding. */
function staleOf(
  plan: Plan,
  { step, option: id }: Extract<FlowEvent, { type: 'answer' }>,
): MachineEvent | null {
  const option = optionOf(plan, step, id);
  if (option === undefined) return null;
  const says = option.risk.length > 0 || option.speaker !== undefined || option.quiet !== undefined;
  const level = option.risk.reduce<RiskLevel>((worst, mark) => worseOf(worst, mark.level), 'none');
  return says ? { type: 'STALE', step, option: id, level } : null;
}

/** A fault inside a guard comes out of XState as an exception; the person goes to a human instead (flow.md §2.4). */
function guarded(run: () => FlowResult): FlowResult {
  try {
    return run();
  } catch (error) {
    return refused('guard-threw', error instanceof Error ? error.message : 'unknown fault');
  }
}
