import type { AskingStep } from '../flow/graph.ts';
import type { Plan, PlanOption, PlanStep, RiskMark, StepId } from '../flow/plan.ts';
import type { FlowMemory, Mark } from '../flow/walk.ts';
import { type RiskLevel, worseOf } from '../risk/level.ts';
import { flowLanguage } from './flow-language.ts';

type Config = Parameters<typeof flowLanguage.createMachine>[0];
type StateConfig = NonNullable<Config['states']>[string];
export type FlowMachine = ReturnType<typeof compileMachine>;

/** Turns of the machine without an answer; more means a circle that the linter should have refused. */
const maxIterations = 100;

/** What a flow remembers before its first step. */
export const atStart: FlowMemory = { vars: {}, risk: 'none', visit: 0, tries: 0 };

/**
 * Where a machine stands before its flow begins. XState enters the initial state anew with every transition that it is
 * asked for: this one does nothing. No step can have its name.
 */
export const beforeStart = 'before-start';

/**
 * Compiles a Plan to XState: one step is one state, one section a compound state; help and jumps sit on the root and
 * so hold in every step.
 */
export function compileMachine(plan: Plan) {
  const steps = Object.entries(plan.steps);
  return flowLanguage.createMachine({
    id: plan.flow,
    context: atStart,
    initial: beforeStart,
    options: { maxIterations },
    states: { [beforeStart]: {}, ...statesOf(plan) },
    on: {
      HELP: { actions: [tell({ mark: 'say', step: plan.root.help }), tell({ mark: 'repeat' })] },
      STALE: { actions: ['raiseStale', tellStale] },
      JUMP: steps.map(
        ([step]) => ({ guard: { type: 'jumps', params: { step } }, target: to(step) }) as const,
      ),
    },
  });
}

/** The value of the machine's state at a step. */
export function valueAt(plan: Pick<Plan, 'sections'>, step: StepId): string | Record<string, string> {
  const section = sectionOf(plan, step);
  return section === null ? step : { [keyOf(section)]: step };
}

/** A hyphen keeps sections apart from steps, whose ids have none. */
const keyOf = (section: string): string => `section-${section}`;
/** States are found by id wherever they stand; flow ids have no underline, so none is taken twice. */
const idOf = (step: StepId): string => `step_${step}`;
const to = (step: StepId): string => `#${idOf(step)}`;

function sectionOf({ sections }: Pick<Plan, 'sections'>, step: StepId): string | null {
  const found = Object.entries(sections ?? {}).find(([, { steps }]) => steps.includes(step));
  return found?.[0] ?? null;
}

function statesOf(plan: Plan): NonNullable<Config['states']> {
  const placed = new Set(Object.values(plan.sections ?? {}).flatMap(({ steps }) => steps));
  const state = (id: StepId) => [id, stateOf(plan, id, plan.steps[id] as PlanStep)] as const;
  const loose = Object.keys(plan.steps).filter((id) => !placed.has(id));
  const sections = Object.entries(plan.sections ?? {}).map(([name, { steps }]) => {
    // Entered by its start or by the id of one of its steps, never as a whole.
    const initial = steps.includes(plan.start) ? plan.start : (steps[0] ?? '');
    return [keyOf(name), { initial, states: Object.fromEntries(steps.map(state)) }] as const;
  });
  return Object.fromEntries<StateConfig>([...loose.map(state), ...sections]);
}

function stateOf(plan: Plan, id: StepId, step: PlanStep): StateConfig {
  return { id: idOf(id), ...meaningOf(plan, id, step) };
}

function meaningOf(plan: Plan, id: StepId, step: PlanStep): StateConfig {
  switch (step.kind) {
    case 'say':
      return { entry: [tell({ mark: 'say', step: id })], always: { target: to(step.next) } };
    case 'set':
      return { entry: setting(plan, step), always: { target: to(step.next) } };
    case 'branch':
      return { always: branchesOf(id, step) };
    case 'choose':
    case 'ask_text':
    case 'ask_number':
    case 'ask_place':
      return { entry: resting(id), on: answersOf(plan, id, step) };
    case 'lookup':
      return {
        entry: resting(id),
        on: {
          FOUND: { actions: [{ type: 'keep', params: { name: step.save } }], target: to(step.found) },
          NONE: { target: to(step.none), reenter: true },
          FAILED: { target: to(step.failed), reenter: true },
        },
      };
    case 'handoff':
      return {
        entry: resting(id),
        on: {
          ACCEPTED: { target: to(step.accepted), reenter: true },
          UNAVAILABLE: { target: to(step.unavailable), reenter: true },
          SILENCE: { target: to(step.silence.then), reenter: true },
        },
      };
    case 'wait':
      return {
        entry: resting(id),
        on: {
          SILENCE: { target: to(step.elapsed), reenter: true },
          REPLIED: { target: to(step.replied), reenter: true },
        },
      };
    case 'end':
      // Over is over: help has nothing to repeat there (P10).
      return { entry: resting(id), on: { HELP: {} } };
  }
}

type BranchStep = Extract<PlanStep, { kind: 'branch' }>;

function setting(plan: Plan, step: Extract<PlanStep, { kind: 'set' }>) {
  const sums = Object.entries(step.add ?? {}).map(([name, by]) => adding(plan, name, by));
  return [{ type: 'remember', params: { values: step.values } } as const, ...sums];
}

function adding({ variables }: Plan, name: string, by: number) {
  const variable = variables[name];
  const [min, max] = variable?.type === 'number' ? [variable.min, variable.max] : [0, 0];
  return { type: 'add', params: { name, by, min, max } } as const;
}

function answersOf(plan: Plan, id: StepId, step: AskingStep): NonNullable<StateConfig['on']> {
  return {
    ANSWER: step.options.map((option) => answerOf(plan, id, step, option)),
    ...(step.kind !== 'choose' && { VALUE: valueOf(id, step) }),
    UNMATCHED: [
      {
        guard: { type: 'hasTries', params: { tries: step.noMatch.tries } },
        actions: ['miss', tell({ mark: 'again', step: id })],
      },
      { target: to(step.noMatch.then), reenter: true },
    ],
    SILENCE: { target: to(step.silence.then), reenter: true },
  };
}

function valueOf(id: StepId, step: Exclude<AskingStep, { kind: 'choose' }>) {
  const guard =
    step.kind === 'ask_number'
      ? ({ type: 'isWithin', params: { min: step.min, max: step.max } } as const)
      : ({ type: 'isWords' } as const);
  return {
    guard,
    actions: [{ type: 'keep', params: { name: step.save } }, tell({ mark: 'given', step: id })],
    target: to(step.next),
    reenter: true,
  } as const;
}

function answerOf(plan: Plan, id: StepId, step: AskingStep, { option, risk, next, weight }: PlanOption) {
  const { save = null, score } = step.kind === 'choose' ? step : {};
  return {
    guard: { type: 'answered', params: { option } },
    actions: [
      ...(save === null ? [] : [{ type: 'remember', params: { values: { [save]: option } } } as const]),
      ...(score === undefined ? [] : [adding(plan, score, weight ?? 0)]),
      ...raisings(risk),
      tell({ mark: 'chosen', step: id, option, stale: false }),
    ],
    target: to(next),
    reenter: true,
  } as const;
}

/** Rules in order: one that holds is taken; one that meets an unset variable leads to `unknown`. */
function branchesOf(id: StepId, step: BranchStep): NonNullable<StateConfig['always']> {
  const rules = step.rules.flatMap(({ guard, risk, next }, rule) => {
    const params = { tree: guard.tree };
    const actions = risk.length === 0 ? [] : [...raisings(risk), tell({ mark: 'ruled', step: id, rule })];
    return [
      { guard: { type: 'holds', params }, actions, target: to(next) } as const,
      { guard: { type: 'isOpen', params }, target: to(step.unknown) } as const,
    ];
  });
  return [...rules, { target: to(step.otherwise) }];
}

function raisings(marks: readonly RiskMark[]) {
  if (marks.length === 0) return [];
  const level = marks.reduce<RiskLevel>((worst, mark) => worseOf(worst, mark.level), 'none');
  return [{ type: 'raise', params: { level } } as const];
}

const resting = (step: StepId) => ['enter' as const, tell({ mark: 'rest', step })];
const tell = (params: Mark) => ({ type: 'tell', params }) as const;

const tellStale = {
  type: 'tell',
  params: ({ event }: { event: { type: string; step?: StepId; option?: string } }): Mark => ({
    mark: 'chosen',
    step: event.step ?? '',
    option: event.option ?? '',
    stale: true,
  }),
} as const;
