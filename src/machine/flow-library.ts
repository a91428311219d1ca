import type { Plan } from '../flow/plan.ts';
import { compileMachine, type FlowMachine } from './flow-compile.ts';

/** Every flow that may run: the revisions new conversations start on, and those that old ones are pinned to. */
export interface FlowLibrary {
  /** The revision that is live. */
  readonly current: (flow: string) => Plan | null;
  /** The newest copy of one structure: corrected texts reach conversations in flight (flow.md §2.5). */
  readonly byStructure: (flow: string, structure: string) => Plan | null;
  /** A structure that turned out to be unsafe: whoever is pinned to it moves with the next event. */
  readonly isRecalled: (flow: string, structure: string) => boolean;
  /** The compiled machine of a Plan, made once. */
  readonly machineOf: (plan: Plan) => FlowMachine;
}

/** A structure of a flow. */
export interface Structure {
  readonly flow: string;
  readonly structure: string;
}

/** Makes a library of Plans, oldest first: of two revisions of one flow the later is the current one. */
export function makeFlowLibrary(plans: readonly Plan[], recalled: readonly Structure[] = []): FlowLibrary {
  const current = new Map(plans.map((plan) => [plan.flow, plan]));
  const pinned = new Map(plans.map((plan) => [keyOf(plan), plan]));
  const unsafe = new Set(recalled.map(keyOf));
  return {
    current: (flow) => current.get(flow) ?? null,
    byStructure: (flow, structure) => pinned.get(keyOf({ flow, structure })) ?? null,
    isRecalled: (flow, structure) => unsafe.size > 0 && unsafe.has(keyOf({ flow, structure })),
    machineOf,
  };
}

/** Sections are states of the machine and no part of a structure: two copies of one may differ in them. */
const machines = new WeakMap<Plan, FlowMachine>();

function machineOf(plan: Plan): FlowMachine {
  const known = machines.get(plan);
  if (known !== undefined) return known;
  const machine = compileMachine(plan);
  machines.set(plan, machine);
  return machine;
}

const keyOf = ({ flow, structure }: Structure): string => `${flow} ${structure}`;
