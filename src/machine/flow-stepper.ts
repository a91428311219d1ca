import { transition } from 'xstate';
import type { Plan } from '../flow/plan.ts';
import type { Mark, Place, PlanEvent, Stepper, Walk } from '../flow/walk.ts';
import { beginFlow } from './flow-begin.ts';
import type { FlowLibrary } from './flow-library.ts';
import { type MachineSnapshot, stateAt, stepAt } from './flow-restore.ts';

/**
 * Runs Plans by XState's own transitions, each from a place read back as it is stored: the second, independent
 * implementation that the prover and the walk are held to.
 */
export const machineStepper = (library: FlowLibrary): Stepper => ({
  start: (plan, given = {}) => told(beginFlow(plan, library.machineOf(plan), given)),
  step: (plan, place, event) => moved(library, plan, place, event),
});

function moved(library: FlowLibrary, plan: Plan, place: Place, event: PlanEvent): Walk | null {
  const machine = library.machineOf(plan);
  const { at, ...memory } = place;
  const before = stateAt(plan, machine, at, memory);
  const walked = told(transition(machine, before, event));
  const isHeard = walked.marks.length > 0 || walked.place.visit !== place.visit || walked.place.at !== at;
  return isHeard ? walked : null;
}

interface Action {
  readonly type: string;
  readonly params: unknown;
}

/** XState does not say which steps it passed: `path` stays empty. */
function told([state, actions]: readonly [MachineSnapshot, readonly Action[]]): Walk {
  if (state.status === 'error') throw state.error;
  const { vars, risk, visit, tries } = state.context;
  const marks = actions.filter(({ type }) => type === 'tell').map(({ params }) => params as Mark);
  return { place: { at: stepAt(state), vars, risk, visit, tries }, marks, path: [] };
}
