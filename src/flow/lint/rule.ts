import type { Finding, FlowRule, SourcePath } from '../issue.ts';
import type { Plan, PlanVariable, StepId, TextKey } from '../plan.ts';

/** A flow whose parts make sense one by one; the rules judge them together. */
export interface LintSubject {
  readonly plan: Omit<Plan, 'structure' | 'copy'>;
  /** Steps of `_safety.yaml`: every flow has them, few flows use all. */
  readonly inherited: ReadonlySet<StepId>;
  /** Variables that this file declares itself; called flows and instruments bring their own. */
  readonly declared: Readonly<Record<string, PlanVariable>>;
  readonly around: Surroundings;
}

/** What a flow is judged against beside itself. Everything may be left out: its rules then find nothing. */
export interface Surroundings {
  /** The revisions that are live now, of this flow and perhaps of others (`id-removed`). */
  readonly previous?: readonly Plan[];
  /** Numbers that cards may show, by id; `hidden` ones were not tested for too long (safety-content §7). */
  readonly hotlines?: ReadonlyMap<string, 'fresh' | 'stale' | 'hidden'>;
  /** Kinds of service that a lookup may ask for. */
  readonly serviceKinds?: readonly string[];
  /** Other languages of this flow's texts, by full key. */
  readonly translations?: readonly Translation[];
}

/** One language of a flow. `live` ones are offered to people. `source` is the hash of the Vietnamese it was made from. */
export interface Translation {
  readonly language: string;
  readonly live: boolean;
  readonly entries: Readonly<Record<TextKey, { readonly text: string; readonly source: string | null }>>;
}

/** One rule: looks at the whole flow and gives every place that breaks it. */
export type LintRule = (subject: LintSubject) => readonly Finding[];

/** What a rule found at a step; `path` starts inside the step. The sentence is the rule's own unless `key` says more. */
export const finding = (
  rule: FlowRule,
  step: StepId,
  path: SourcePath,
  params: Finding['params'] = {},
  key: string = rule,
): Finding => ({ rule, step, path: ['steps', step, ...path], key, params });
