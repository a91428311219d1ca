import type { SourcePath } from './issue.ts';
import type { Plan, PlanOption, PlanStep, RiskMark, StepId } from './plan.ts';

/**
 * Who or what lets a way out be taken: `flow` goes on by itself, `person` answered, `time` ran out, `staff` took the
 * conversation, `world` is the answer of the directory or of the room (nobody is there).
 */
export type ExitCause = 'flow' | 'person' | 'time' | 'staff' | 'world';

/** One way out of a step: what must happen, where it leads, which danger it proves, where it is written. */
export interface Exit {
  readonly name: string;
  readonly cause: ExitCause;
  readonly next: StepId;
  readonly risk: readonly RiskMark[];
  readonly path: SourcePath;
}

/** Every way out of a step, in the order of the file. An `end` has none. */
export function exitsOf(step: PlanStep): readonly Exit[] {
  switch (step.kind) {
    case 'say':
    case 'set':
      return [exit('next', 'flow', step.next)];
    case 'choose':
      return [...answersOf(step), ...unansweredOf(step)];
    case 'ask_text':
    case 'ask_number':
    case 'ask_place':
      return [exit('next', 'person', step.next), ...unansweredOf(step)];
    case 'branch':
      return [
        ...step.rules.map(({ guard, next, risk }, index) =>
          exit(guard.source, 'flow', next, ['branch', index, 'next'], risk),
        ),
        exit('otherwise', 'flow', step.otherwise),
        exit('unknown', 'flow', step.unknown),
      ];
    case 'lookup':
      return [
        exit('found', 'world', step.found),
        exit('none', 'world', step.none),
        exit('failed', 'world', step.failed),
      ];
    case 'handoff':
      return [
        exit('accepted', 'staff', step.accepted),
        exit('unavailable', 'world', step.unavailable),
        exit('silence', 'time', step.silence.then, ['silence', 'then']),
      ];
    case 'wait':
      return [exit('elapsed', 'time', step.elapsed), exit('replied', 'person', step.replied)];
    case 'end':
      return [];
  }
}

/** A step that puts a question to the person. */
export type AskingStep = Extract<PlanStep, { kind: 'choose' | 'ask_text' | 'ask_number' | 'ask_place' }>;

const answersOf = ({ options }: AskingStep): readonly Exit[] =>
  options.map(({ option, next, risk }) => exit(option, 'person', next, ['options', option, 'next'], risk));

const unansweredOf = ({ noMatch, silence }: AskingStep): readonly Exit[] => [
  exit('no_match', 'person', noMatch.then, ['no_match', 'then']),
  exit('silence', 'time', silence.then, ['silence', 'then']),
];

const exit = (
  name: string,
  cause: ExitCause,
  next: StepId,
  path: SourcePath = [name],
  risk: readonly RiskMark[] = [],
): Exit => ({
  name,
  cause,
  next,
  risk,
  path,
});

/** A step by its id; `undefined` for a target that does not exist. */
export const stepOf = (plan: Pick<Plan, 'steps'>, id: StepId): PlanStep | undefined =>
  Object.hasOwn(plan.steps, id) ? plan.steps[id] : undefined;

/** Whether a step asks the person something. */
export const asks = (step: PlanStep): step is AskingStep =>
  step.kind === 'choose' ||
  step.kind === 'ask_text' ||
  step.kind === 'ask_number' ||
  step.kind === 'ask_place';

/** An answer of a step by its id. */
export function optionOf(plan: Pick<Plan, 'steps'>, id: StepId, option: string): PlanOption | undefined {
  const step = stepOf(plan, id);
  if (step === undefined || !asks(step)) return undefined;
  return step.options.find((candidate) => candidate.option === option);
}

/** Whether the flow stops at this step until something happens. `end` rests too: nothing more comes by itself. */
export const rests = (step: PlanStep): boolean =>
  step.kind !== 'say' && step.kind !== 'set' && step.kind !== 'branch';

/** Every step that can be reached from `from`, along any exit. */
export function reachable(plan: Pick<Plan, 'steps'>, from: readonly StepId[]): ReadonlySet<StepId> {
  const seen = new Set<StepId>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = stepOf(plan, id);
    if (seen.has(id) || step === undefined) continue;
    seen.add(id);
    open.push(...exitsOf(step).map(({ next }) => next));
  }
  return seen;
}
