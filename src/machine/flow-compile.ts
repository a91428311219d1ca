import type { Plan, PlanOption, PlanStep, RiskMark, StepId } from '../flow/plan.ts';
import { type RiskLevel, worseOf } from '../risk/level.ts';
import { type FlowMemory, flowLanguage, type Mark } from './flow-language.ts';

type Config = Parameters<typeof flowLanguage.createMachine>[0];
type StateConfig = NonNullable<Config['states']>[string];
export type FlowMachine = ReturnType<typeof compileMachine>;

/** Turns of the machine without an answer; more means a circle that the linter should have refused. */
const maxIterations = 100;

const atStart: FlowMemory = { vars: {}, risk: 'none', visit: 0, tries: 0 };

/** Compiles a Plan to XState: one step is one state; help and jumps sit on the root and so hold in every step. */
export function compileMachine(plan: Plan) {
  const steps = Object.entries(plan.steps);
  return flowLanguage.createMachine({
    id: plan.flow,
    context: atStart,
    initial: plan.start,
    options: { maxIterations },
    states: Object.fromEntries(steps.map(([id, step]) => [id, stateOf(id, step)])),
    on: {
      HELP: { actions: [tell({ mark: 'say', step: plan.root.help }), tell({ mark: 'repeat' })] },
      STALE: { actions: ['raiseStale', tellStale] },
      JUMP: steps.map(
        ([step]) => ({ guard: { type: 'jumps', params: { step } }, target: `.${step}` }) as const,
      ),
    },
  });
}

function stateOf(id: StepId, step: PlanStep): StateConfig {
  switch (step.kind) {
    case 'say':
      return { entry: [tell({ mark: 'say', step: id })], always: { target: step.next } };
    case 'set':
      return {
        entry: [{ type: 'remember', params: { values: step.values } }],
        always: { target: step.next },
      };
    case 'branch':
      return { always: branchesOf(id, step) };
    case 'choose':
      return { entry: resting(id), on: choicesOf(id, step) };
    case 'handoff':
      return {
        entry: resting(id),
        on: {
          ACCEPTED: { target: step.accepted },
          UNAVAILABLE: { target: step.unavailable },
          SILENCE: { target: step.silence.then },
        },
      };
    case 'end':
      return { entry: resting(id) };
  }
}

type ChooseStep = Extract<PlanStep, { kind: 'choose' }>;
type BranchStep = Extract<PlanStep, { kind: 'branch' }>;

function choicesOf(id: StepId, step: ChooseStep): NonNullable<StateConfig['on']> {
  return {
    ANSWER: step.options.map((option) => answerOf(id, step, option)),
    UNMATCHED: [
      {
        guard: { type: 'hasTries', params: { tries: step.noMatch.tries } },
        actions: ['miss', tell({ mark: 'again', step: id })],
      },
      { target: step.noMatch.then, reenter: true },
    ],
    SILENCE: { target: step.silence.then, reenter: true },
  };
}

function answerOf(id: StepId, { save }: ChooseStep, { option, risk, next }: PlanOption) {
  return {
    guard: { type: 'answered', params: { option } },
    actions: [
      ...(save === null ? [] : [{ type: 'remember', params: { values: { [save]: option } } } as const]),
      ...raisings(risk),
      tell({ mark: 'chosen', step: id, option, stale: false }),
    ],
    target: next,
    reenter: true,
  } as const;
}

/** Rules in order: one that holds is taken; one that meets an unset variable leads to `unknown`. */
function branchesOf(id: StepId, step: BranchStep): NonNullable<StateConfig['always']> {
  const rules = step.rules.flatMap(({ guard, risk, next }, rule) => {
    const params = { tree: guard.tree };
    const actions = risk.length === 0 ? [] : [...raisings(risk), tell({ mark: 'ruled', step: id, rule })];
    return [
      { guard: { type: 'holds', params }, actions, target: next } as const,
      { guard: { type: 'isOpen', params }, target: step.unknown } as const,
    ];
  });
  return [...rules, { target: step.otherwise }];
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
