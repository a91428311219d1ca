import type { Finding } from '../issue.ts';
import type { Plan, StepId } from '../plan.ts';

/** A flow whose parts make sense one by one; the rules judge them together. */
export interface LintSubject {
  readonly plan: Omit<Plan, 'structure' | 'copy'>;
  /** Steps of `_safety.yaml`: every flow has them, few flows use all. */
  readonly inherited: ReadonlySet<StepId>;
}

/** One rule: looks at the whole flow and gives every place that breaks it. */
export type LintRule = (subject: LintSubject) => readonly Finding[];
