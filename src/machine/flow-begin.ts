import { transition } from 'xstate';
import { type Given, type Plan, varsGiven } from '../flow/plan.ts';
import { atStart, beforeStart, type FlowMachine } from './flow-compile.ts';
import { type MachineSnapshot, stateAt } from './flow-restore.ts';

/** A flow's first turn, with what is given: from where nothing has happened to its start. */
export function beginFlow(plan: Plan, machine: FlowMachine, given: Given) {
  const before: MachineSnapshot = stateAt(plan, machine, beforeStart, {
    ...atStart,
    vars: varsGiven(plan, given),
  });
  return transition(machine, before, { type: 'JUMP', step: plan.start });
}
