import { createActor } from 'xstate';
import { holds } from '../flow/fitting.ts';
import { rests, stepOf } from '../flow/graph.ts';
import type { Passed } from '../flow/migrate/passed.ts';
import type { Plan } from '../flow/plan.ts';
import type { FlowMemory, Place } from '../flow/walk.ts';
import { type RiskLevel, riskLevels } from '../risk/level.ts';
import { atStart, type FlowMachine, valueAt } from './flow-compile.ts';
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
  readonly trail: Trail;
}

/** How a talk came where it stands: on this structure, and over which structures before. */
export interface Trail {
  readonly path: readonly Passed[] | null;
  readonly from: readonly string[];
}

/** A talk at its beginning. */
export const noTrail: Trail = { path: [], from: [] };

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
export function restore(library: FlowLibrary, given: FlowSnapshot): Standing | Refused {
  const memory = isParts(given) ? readMemory(given.snapshot) : null;
  if (memory === null) return refused('broken-snapshot', 'not the shape of a snapshot');
  const { flow, structure, at, visit } = given;
  if (library.current(flow) === null) return refused('unknown-flow', flow);
  const plan = library.byStructure(flow, structure);
  if (plan === null) return refused('unknown-structure', `${flow} ${structure}`);
  const fault = faultOf(plan, at, visit, memory);
  if (fault !== null) return refused('broken-snapshot', fault);
  const machine = library.machineOf(plan);
  const state = stateAt(plan, machine, at, memory);
  return { status: 'standing', plan, machine, state, trail: trailOf(given) };
}

/** A way that is not one is no way: the talk is then placed by the name of its step. */
function trailOf({ path, from }: FlowSnapshot): Trail {
  return {
    path: isList(path) && path.every(isPassed) ? path : null,
    from: isList(from) ? from.filter((structure) => typeof structure === 'string') : [],
  };
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isPassed = (value: unknown): value is Passed =>
  isList(value) && value.length === 2 && value.every((part) => typeof part === 'string');

/**
 * The machine's state at a step. XState builds an actor for it, once for each step of a machine; from then on only the
 * memory is another one. Time does not grow with the number of steps (flow.md §2.3).
 */
export function stateAt(plan: Plan, machine: FlowMachine, at: string, context: FlowMemory): MachineSnapshot {
  const state = built.get(machine)?.get(at) ?? buildAt(plan, machine, at);
  return { ...state, context };
}

const built = new WeakMap<FlowMachine, Map<string, MachineSnapshot>>();

function buildAt(plan: Plan, machine: FlowMachine, at: string): MachineSnapshot {
  const value = valueAt(plan, at);
  const snapshot = { status: 'active', value, context: atStart, historyValue: {}, children: {} } as unknown;
  const state = createActor(machine, { snapshot: snapshot as MachineSnapshot }).getSnapshot();
  const states = built.get(machine) ?? new Map<string, MachineSnapshot>();
  built.set(machine, states.set(at, state));
  return state;
}

function faultOf(plan: Plan, at: string, visit: number, memory: FlowMemory): string | null {
  const step = stepOf(plan, at);
  if (step === undefined) return `no step ${at}`;
  if (!rests(step)) return `${at} is not a step that rests`;
  if (visit !== memory.visit) return 'two different visits';
  const wrong = Object.keys(memory.vars).find((name) => !holds(plan.variables, name, memory.vars[name]));
  return wrong === undefined ? null : `variable ${wrong} does not fit`;
}

export const refused = (why: Refused['why'], detail: string): Refused => ({ status: 'refused', why, detail });

/** The step a machine's state is: the value's own name, or the one inside its section. */
export function stepAt({ value }: MachineSnapshot): string {
  if (typeof value === 'string') return value;
  const [inner] = Object.values(value);
  return typeof inner === 'string' ? inner : '';
}

/** The stored form of a machine's state. */
export function persist(plan: Plan, state: MachineSnapshot, trail: Trail): FlowSnapshot {
  const { vars, risk, visit, tries } = state.context;
  return stored(plan, { at: stepAt(state), vars, risk, visit, tries }, trail);
}

/** The stored form of a place in a flow. */
export function stored(
  { flow, structure, copy }: Plan,
  { at, ...memory }: Place,
  { path, from }: Trail,
): FlowSnapshot {
  return {
    flow,
    structure,
    copy,
    at,
    visit: memory.visit,
    snapshot: memory,
    ...(path !== null && { path }),
    ...(from.length > 0 && { from }),
  };
}
