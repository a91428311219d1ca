import type { SourcePath } from './issue.ts';
import type { Plan, PlanStep, RiskMark, StepId } from './plan.ts';

/** One way out of a step: what must happen, where it leads, which danger it proves, where it is written. */
export interface Exit {
  readonly name: string;
  readonly next: StepId;
  readonly risk: readonly RiskMark[];
  readonly path: SourcePath;
}

/** Every way out of a step, in the order of the file. An `end` has none. */
export function exitsOf(step: PlanStep): readonly Exit[] {
  switch (step.kind) {
    case 'say':
    case 'set':
      return [exit('next', step.next)];
    case 'choose':
      return [
        ...step.options.map(({ option, next, risk }) =>
          exit(option, next, ['options', option, 'next'], risk),
        ),
        exit('no_match', step.noMatch.then, ['no_match', 'then']),
        exit('silence', step.silence.then, ['silence', 'then']),
      ];
    case 'branch':
      return [
        ...step.rules.map(({ guard, next, risk }, index) =>
          exit(guard.source, next, ['branch', index, 'next'], risk),
        ),
        exit('otherwise', step.otherwise),
        exit('unknown', step.unknown),
      ];
    case 'handoff':
      return [
        exit('accepted', step.accepted),
        exit('unavailable', step.unavailable),
        exit('silence', step.silence.then, ['silence', 'then']),
      ];
    case 'end':
      return [];
  }
}

const exit = (
  name: string,
  next: StepId,
  path: SourcePath = [name],
  risk: readonly RiskMark[] = [],
): Exit => ({
  name,
  next,
  risk,
  path,
});

/** A step by its id; `undefined` for a target that does not exist. */
export const stepOf = (plan: Pick<Plan, 'steps'>, id: StepId): PlanStep | undefined =>
  Object.hasOwn(plan.steps, id) ? plan.steps[id] : undefined;

/** Whether the flow waits for somebody at this step. `end` rests too: nothing more comes by itself. */
export const rests = (step: PlanStep): boolean =>
  step.kind === 'choose' || step.kind === 'handoff' || step.kind === 'end';

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
