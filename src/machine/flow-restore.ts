import { createActor } from 'xstate';
import { rests, stepOf } from '../flow/graph.ts';
import type { Plan, PlanVariable } from '../flow/plan.ts';
import type { FlowMemory } from '../flow/walk.ts';
import { type RiskLevel, riskLevels } from '../risk/level.ts';
import { type FlowMachine, valueAt } from './flow-compile.ts';
import type { FlowLibrary } from './flow-library.ts';
import type { FlowResult, FlowSnapshot } from './flow-types.ts';

export type MachineSnapshot = ReturnType<ReturnType<typeof createActor<FlowMachine>>['getSnapshot']>;
export type Refused = Extract<FlowResult, { status: 'refused' }>;

/** A flow that stands ready to take an event. */
export interface Standing {
  readonly status: 'standing';
  readonly plan: Plan;
  readonly machine: FlowMachine;
  readonly state: MachineSnapshot;
}

type Parts = Readonly<Record<string, unknown>>;

const isParts = (value: unknown): value is Parts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
const isLevel = (value: unknown): value is RiskLevel => riskLevels.some((level) => level === value);

/** By hand, because it runs on every turn. What a variable may hold is checked against the Plan (`holds`). */
function readMemory(value: unknown): FlowMemory | null {
  if (!isParts(value)) return null;
  const { vars, risk, visit, tries, ...more } = value;
  if (!isParts(vars) || !isLevel(risk) || !isCount(visit) || !isCount(tries)) return null;
  return Object.keys(more).length > 0 ? null : { vars: vars as FlowMemory['vars'], risk, visit, tries };
}

/**
 * Puts a stored flow back on its feet. Refuses, and never throws, when flow or structure are unknown, or when the
 * stored state is not one this structure can be in: XState itself would accept a foreign state (flow.md §2.4).
 */
export function restore(library: FlowLibrary, stored: FlowSnapshot): Standing | Refused {
  const memory = isParts(stored) ? readMemory(stored.snapshot) : null;
  if (memory === null) return refused('broken-snapshot', 'not the shape of a snapshot');
  const { flow, structure, at, visit } = stored;
  if (library.current(flow) === null) return refused('unknown-flow', flow);
  const plan = library.byStructure(flow, structure);
  if (plan === null) return refused('unknown-structure', `${flow} ${structure}`);
  const fault = faultOf(plan, at, visit, memory);
  if (fault !== null) return refused('broken-snapshot', fault);
  const machine = library.machineOf(plan);
  return { status: 'standing', plan, machine, state: stateAt(plan, machine, at, memory) };
}

/** The machine's state at a step, built the cheap way: time does not grow with the number of steps (flow.md §2.3). */
export function stateAt(plan: Plan, machine: FlowMachine, at: string, context: FlowMemory): MachineSnapshot {
  const snapshot = {
    status: 'active',
    value: valueAt(plan, at),
    context,
    historyValue: {},
    children: {},
  } as unknown;
  return createActor(machine, { snapshot: snapshot as MachineSnapshot }).getSnapshot();
}

function faultOf(plan: Plan, at: string, visit: number, memory: FlowMemory): string | null {
  const step = stepOf(plan, at);
  if (step === undefined) return `no step ${at}`;
  if (!rests(step)) return `${at} is not a step that rests`;
  if (visit !== memory.visit) return 'two different visits';
  const wrong = Object.entries(memory.vars).find(([name, value]) => !holds(plan.variables, name, value));
  return wrong === undefined ? null : `variable ${wrong[0]} does not fit`;
}

function holds(variables: Plan['variables'], name: string, value: unknown): boolean {
  const variable: PlanVariable | undefined = Object.hasOwn(variables, name) ? variables[name] : undefined;
  switch (variable?.type) {
    case undefined:
      return false;
    case 'flag':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number' && value >= variable.min && value <= variable.max;
    case 'list':
      return Array.isArray(value);
    case 'text':
    case 'place':
      return typeof value === 'string';
    case 'choice':
      return typeof value === 'string' && [...variable.of, 'unsure', 'skip'].includes(value);
  }
}

export const refused = (why: Refused['why'], detail: string): Refused => ({ status: 'refused', why, detail });

/** The step a machine's state is: the value's own name, or the one inside its section. */
export function stepAt({ value }: MachineSnapshot): string {
  if (typeof value === 'string') return value;
  const [inner] = Object.values(value);
  return typeof inner === 'string' ? inner : '';
}

/** The stored form of a machine's state. */
export function persist(plan: Plan, state: MachineSnapshot): FlowSnapshot {
  const { flow, structure, copy } = plan;
  const { vars, risk, visit, tries } = state.context;
  return { flow, structure, copy, at: stepAt(state), visit, snapshot: { vars, risk, visit, tries } };
}
