import { type RiskLevel, worseOf } from '../risk/level.ts';
import { type AskingStep, asks, rests, stepOf } from './graph.ts';
import { evaluateGuard, type Lookup } from './guards/evaluate.ts';
import {
  type Given,
  type OptionId,
  type Plan,
  type PlanOption,
  type PlanStep,
  type RiskMark,
  riskVariable,
  type StepId,
  type StoredValue,
  varsGiven,
} from './plan.ts';

/** What a flow remembers, JSON only. `visit` counts entries into resting steps, `tries` the answers not understood. */
export interface FlowMemory {
  readonly vars: Readonly<Record<string, StoredValue>>;
  readonly risk: RiskLevel;
  readonly visit: number;
  readonly tries: number;
}

/** Where somebody stands in a flow. */
export interface Place extends FlowMemory {
  readonly at: StepId;
}

/** What can happen to a Plan once digits and stale buttons are told apart (`machine/flow-run.ts`). */
export type PlanEvent =
  | { readonly type: 'ANSWER'; readonly option: OptionId }
  /** What somebody typed where a text, a number or a place is asked for. */
  | { readonly type: 'VALUE'; readonly value: string | number }
  | { readonly type: 'UNMATCHED' }
  /** The time of a question, a hand-off or a pause is over. */
  | { readonly type: 'SILENCE' }
  | { readonly type: 'REPLIED' }
  | { readonly type: 'ACCEPTED' }
  | { readonly type: 'UNAVAILABLE' }
  | { readonly type: 'FOUND'; readonly ids: readonly string[] }
  | { readonly type: 'NONE' }
  | { readonly type: 'FAILED' }
  | { readonly type: 'HELP' }
  | { readonly type: 'JUMP'; readonly step: StepId }
  /** A danger answer from an earlier screen: it raises the level and moves nothing. */
  | { readonly type: 'STALE'; readonly step: StepId; readonly option: OptionId; readonly level: RiskLevel };

/** What happened on the way, in order. `rule` is a branch rule's position in its step. */
export type Mark =
  | { readonly mark: 'say'; readonly step: StepId }
  | { readonly mark: 'rest'; readonly step: StepId }
  | { readonly mark: 'again'; readonly step: StepId }
  | { readonly mark: 'repeat' }
  | { readonly mark: 'chosen'; readonly step: StepId; readonly option: OptionId; readonly stale: boolean }
  | { readonly mark: 'given'; readonly step: StepId }
  | { readonly mark: 'ruled'; readonly step: StepId; readonly rule: number };

export interface Walk {
  readonly place: Place;
  readonly marks: readonly Mark[];
  /** Every step gone through, in order; none when nothing moved. */
  readonly path: readonly StepId[];
}

/** A Plan as a walker needs it. */
export type Walkable = Pick<Plan, 'steps' | 'start' | 'root' | 'variables'>;

/** Something that runs Plans: the walk below, or XState (`machine/flow-stepper.ts`). */
export interface Stepper {
  readonly start: (plan: Plan, given?: Given) => Walk;
  readonly step: (plan: Plan, place: Place, event: PlanEvent) => Walk | null;
}

const nowhere: Place = { at: '', vars: {}, risk: 'none', visit: 0, tries: 0 };

/** Runs a Plan by walking it. */
export const walker: Stepper = { start: walkStart, step: walk };

/** The first place of a flow, with what was said on the way there. */
export function walkStart(plan: Walkable, given: Given = {}): Walk {
  return arrive(plan, { ...nowhere, vars: varsGiven(plan, given) }, plan.start, []);
}

/**
 * One event, straight on the Plan: the plain reading that XState is held to. `null` where the event means nothing.
 * Throws on a circle without a rest or a missing step, both of which the linter refuses.
 */
export function walk(plan: Walkable, place: Place, event: PlanEvent): Walk | null {
  const step = stepAt(plan, place.at);
  switch (event.type) {
    case 'JUMP':
      return arrive(plan, place, event.step, []);
    case 'STALE':
      return raisedOnly(place, event);
    case 'HELP':
      return step.kind === 'end'
        ? null
        : {
            place,
            marks: [{ mark: 'say', step: plan.root.help }, { mark: 'repeat' }],
            path: [plan.root.help],
          };
    case 'ANSWER':
      return answered(plan, place, step, event.option);
    case 'VALUE':
      return given(plan, place, step, event.value);
    case 'UNMATCHED':
      return asks(step) ? missed(plan, place, step) : null;
    case 'SILENCE':
      return on(plan, place, silenceOf(step));
    case 'REPLIED':
      return on(plan, place, step.kind === 'wait' ? step.replied : null);
    case 'ACCEPTED':
      return on(plan, place, step.kind === 'handoff' ? step.accepted : null);
    case 'UNAVAILABLE':
      return on(plan, place, step.kind === 'handoff' ? step.unavailable : null);
    case 'FOUND':
      return step.kind === 'lookup' ? arrive(plan, put(place, step.save, event.ids), step.found, []) : null;
    case 'NONE':
      return on(plan, place, step.kind === 'lookup' ? step.none : null);
    case 'FAILED':
      return on(plan, place, step.kind === 'lookup' ? step.failed : null);
  }
}

const on = (plan: Walkable, place: Place, next: StepId | null): Walk | null =>
  next === null ? null : arrive(plan, place, next, []);

function silenceOf(step: PlanStep): StepId | null {
  if (asks(step) || step.kind === 'handoff') return step.silence.then;
  return step.kind === 'wait' ? step.elapsed : null;
}

function raisedOnly(place: Place, { step, option, level }: Extract<PlanEvent, { type: 'STALE' }>): Walk {
  const marks: Mark[] = [{ mark: 'chosen', step, option, stale: true }];
  return { place: { ...place, risk: worseOf(place.risk, level) }, marks, path: [] };
}

function answered(plan: Walkable, place: Place, step: PlanStep, id: OptionId): Walk | null {
  const option = asks(step) ? step.options.find((each) => each.option === id) : undefined;
  if (!asks(step) || option === undefined) return null;
  const chosen: Mark = { mark: 'chosen', step: place.at, option: id, stale: false };
  const after = { ...kept(plan, place, step, option), risk: raised(place.risk, option.risk) };
  return arrive(plan, after, option.next, [chosen]);
}

/** A choice keeps its answer and adds its weight; skipping a typed value leaves it as it was. */
function kept(plan: Walkable, place: Place, step: AskingStep, { option, weight }: PlanOption): Place {
  if (step.kind !== 'choose') return place;
  const saved = step.save === null ? place : put(place, step.save, option);
  return step.score === undefined ? saved : put(saved, step.score, sum(plan, saved, step.score, weight ?? 0));
}

function given(plan: Walkable, place: Place, step: PlanStep, value: string | number): Walk | null {
  const isAsked = step.kind === 'ask_text' || step.kind === 'ask_number' || step.kind === 'ask_place';
  if (!isAsked || !fits(step, value)) return null;
  return arrive(plan, put(place, step.save, value), step.next, [{ mark: 'given', step: place.at }]);
}

/** Whether a typed value is one that the step asks for. */
export function fits(step: PlanStep, value: string | number): boolean {
  if (step.kind !== 'ask_number') return typeof value === 'string' && value !== '';
  return typeof value === 'number' && Number.isInteger(value) && value >= step.min && value <= step.max;
}

function missed(plan: Walkable, place: Place, step: AskingStep): Walk {
  if (place.tries + 1 >= step.noMatch.tries) return arrive(plan, place, step.noMatch.then, []);
  return {
    place: { ...place, tries: place.tries + 1 },
    marks: [{ mark: 'again', step: place.at }],
    path: [],
  };
}

/** Goes on from a step until one that rests, through everything that does not. */
function arrive(plan: Walkable, from: Place, to: StepId, before: readonly Mark[]): Walk {
  const marks = [...before];
  const path: StepId[] = [];
  let place = from;
  let id = to;
  for (let hops = 0; hops < maxHops; hops += 1) {
    const step = stepAt(plan, id);
    path.push(id);
    if (rests(step)) {
      marks.push({ mark: 'rest', step: id });
      return { place: { ...place, at: id, visit: place.visit + 1, tries: 0 }, marks, path };
    }
    const hop = pass(plan, place, id, step, marks);
    place = hop.place;
    id = hop.next;
  }
  throw new Error(`${to} leads on without a rest`);
}

/** More steps than this without a rest is a circle. */
const maxHops = 1_000;

function pass(
  plan: Walkable,
  place: Place,
  id: StepId,
  step: PlanStep,
  marks: Mark[],
): { readonly place: Place; readonly next: StepId } {
  if (step.kind === 'say') {
    marks.push({ mark: 'say', step: id });
    return { place, next: step.next };
  }
  if (step.kind === 'set') return { place: assigned(plan, place, step), next: step.next };
  if (step.kind !== 'branch') throw new Error(`${id} rests`);
  const rule = decide(step, place);
  if (typeof rule === 'string') return { place, next: rule };
  const { risk, next } = step.rules[rule] as (typeof step.rules)[number];
  if (risk.length > 0) marks.push({ mark: 'ruled', step: id, rule });
  return { place: { ...place, risk: raised(place.risk, risk) }, next };
}

/** The rule that holds, or the step to take where none does or one cannot be told. */
function decide(step: Extract<PlanStep, { kind: 'branch' }>, place: Place): number | StepId {
  const lookup = lookupIn(place);
  for (const [index, { guard }] of step.rules.entries()) {
    const truth = evaluateGuard(guard.tree, lookup);
    if (truth === 'true') return index;
    if (truth === 'unknown') return step.unknown;
  }
  return step.otherwise;
}

/** Reads a variable for a guard: own values only, the level so far under its reserved name. */
export const lookupIn =
  ({ vars, risk }: Pick<FlowMemory, 'vars' | 'risk'>): Lookup =>
  (variable) => {
    if (variable === riskVariable) return risk;
    return Object.hasOwn(vars, variable) ? vars[variable] : undefined;
  };

function assigned(plan: Walkable, place: Place, step: Extract<PlanStep, { kind: 'set' }>): Place {
  const set = { ...place, vars: { ...place.vars, ...step.values } };
  return Object.entries(step.add ?? {}).reduce(
    (after, [name, by]) => put(after, name, sum(plan, after, name, by)),
    set,
  );
}

/** A number variable plus a constant, kept inside its range; an unset one counts as its least value. */
export function sum(plan: Walkable, { vars }: Pick<Place, 'vars'>, name: string, by: number): number {
  const variable = plan.variables[name];
  const [min, max] = variable?.type === 'number' ? [variable.min, variable.max] : [0, 0];
  const before = vars[name];
  return Math.min(max, Math.max(min, (typeof before === 'number' ? before : min) + by));
}

const put = (place: Place, name: string, value: StoredValue): Place => ({
  ...place,
  vars: { ...place.vars, [name]: value },
});

const raised = (before: RiskLevel, marks: readonly RiskMark[]): RiskLevel =>
  marks.reduce((level, mark) => worseOf(level, mark.level), before);

function stepAt(plan: Walkable, id: StepId): PlanStep {
  const step = stepOf(plan, id);
  if (step === undefined) throw new Error(`no step ${id}`);
  return step;
}
