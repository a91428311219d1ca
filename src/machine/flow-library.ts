import type { Plan } from '../flow/plan.ts';
import { compileMachine, type FlowMachine } from './flow-compile.ts';

/** Every flow that may run: the revisions new conversations start on, and those that old ones are pinned to. */
export interface FlowLibrary {
  /** The newest revision of a flow. */
  readonly current: (flow: string) => Plan | null;
  /** The newest copy of one structure: corrected texts reach conversations in flight (flow.md §2.5). */
  readonly byStructure: (flow: string, structure: string) => Plan | null;
  /** The compiled machine of a structure, made once. */
  readonly machineOf: (plan: Plan) => FlowMachine;
}

/** Makes a library of Plans, oldest first: of two revisions of one flow the later is the current one. */
export function makeFlowLibrary(plans: readonly Plan[]): FlowLibrary {
  const current = new Map(plans.map((plan) => [plan.flow, plan]));
  const pinned = new Map(plans.map((plan) => [keyOf(plan.flow, plan.structure), plan]));
  const machines = new Map<string, FlowMachine>();
  return {
    current: (flow) => current.get(flow) ?? null,
    byStructure: (flow, structure) => pinned.get(keyOf(flow, structure)) ?? null,
    machineOf(plan) {
      const known = machines.get(plan.structure);
      if (known !== undefined) return known;
      const machine = compileMachine(plan);
      machines.set(plan.structure, machine);
      return machine;
    },
  };
}

const keyOf = (flow: string, structure: string): string => `${flow} ${structure}`;
