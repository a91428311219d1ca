import type { RiskLevel } from '../risk/level.ts';
import type { Speaker } from '../risk/signal.ts';
import type { TriggerId } from '../risk/trigger.ts';

/** A step id of a flow file: `[a-z][a-z0-9_]*`, frozen once published. */
export type StepId = string;
/** An option id inside a `choose` step; `unsure` and `skip` are reserved for the digits 7 and 8. */
export type OptionId = string;
/** A catalogue key: `<namespace>:<key>`, for example `triage:danger_now.choose` or `system:sos.unknown`. */
export type TextKey = string;

/** What an option or transition says about danger: the trigger it proves and the level that goes with it. */
export interface RiskMark {
  readonly level: RiskLevel;
  readonly trigger: TriggerId;
}

/** One answer of a `choose` step. `digit` is the keypad number a person types for it (safety-content §3.0). */
export interface PlanOption {
  readonly option: OptionId;
  readonly digit: 3 | 4 | 5 | 6 | 7 | 8;
  readonly label: TextKey;
  readonly risk: readonly RiskMark[];
  readonly speaker?: Speaker;
  /** Quiet mode is what this answer asks for ("có người ở gần"). */
  readonly quiet?: true;
  /** The question is not "positive" when answered so (used by rule 3: skips with any other positive answer). */
  readonly positive: boolean;
  readonly next: StepId;
}

export type PlanValue = string | number | boolean;

/** A variable's type: finite choice, number band or flag; `private` ones never appear in a message. */
export type PlanVariable =
  | { readonly type: 'choice'; readonly of: readonly string[]; readonly private: boolean }
  | { readonly type: 'flag'; readonly private: boolean };

/** A checked guard: `rule` names it inside its flow, `reads` lists the variables whose value it compares. */
export interface PlanGuard {
  readonly rule: string;
  readonly source: string;
  readonly reads: readonly string[];
  readonly tree: GuardTree;
}

/** The meaning of a guard as plain data: the whole language is these eight forms (flow.md §1.4). */
export type GuardTree =
  | { readonly op: 'value'; readonly value: string | boolean }
  | { readonly op: 'read'; readonly variable: string }
  | { readonly op: 'known'; readonly variable: string }
  | { readonly op: '==' | '!='; readonly left: GuardTree; readonly right: GuardTree }
  | { readonly op: '&&' | '||'; readonly left: GuardTree; readonly right: GuardTree }
  | { readonly op: '!'; readonly of: GuardTree };

/**
 * The variable every flow has without declaring it: the gravest level that an answer of this flow has marked so far
 * (`none` at the start). It only rises, so a guard may send a person in danger to a human on every later step.
 */
export const riskVariable = 'risk';

/** What each kind of step means. One file in `flow/steps/` produces each. */
export type PlanStep =
  | {
      readonly kind: 'say';
      readonly text: readonly TextKey[];
      /** The same words for somebody under 18 (em, cô chú), where the file gives them. */
      readonly childText?: readonly TextKey[];
      readonly next: StepId;
    }
  | {
      readonly kind: 'choose';
      readonly text: readonly TextKey[];
      readonly childText?: readonly TextKey[];
      readonly save: string | null;
      readonly options: readonly PlanOption[];
      readonly noMatch: { readonly tries: number; readonly then: StepId };
      readonly silence: { readonly afterMs: number; readonly then: StepId };
      readonly checkpoint: boolean;
    }
  | {
      readonly kind: 'branch';
      readonly rules: readonly {
        readonly guard: PlanGuard;
        readonly risk: readonly RiskMark[];
        readonly next: StepId;
      }[];
      readonly otherwise: StepId;
      readonly unknown: StepId;
    }
  | { readonly kind: 'set'; readonly values: Readonly<Record<string, PlanValue>>; readonly next: StepId }
  | {
      readonly kind: 'handoff';
      readonly share: readonly string[];
      readonly accepted: StepId;
      readonly unavailable: StepId;
      readonly silence: { readonly afterMs: number; readonly then: StepId };
    }
  | { readonly kind: 'end'; readonly outcome: 'informed' | 'handed_off' | 'silent' | 'answered' };

export type PlanStepKind = PlanStep['kind'];

/** The plain-data meaning of a flow file. Linter, prover, diff and simulator read it; `machine/` compiles it. */
export interface Plan {
  readonly flow: string;
  /** What staff call the flow. */
  readonly title: string;
  /** Hash of everything but texts: a conversation is pinned to it. */
  readonly structure: string;
  /** Hash of the texts: newer copy of the same structure reaches conversations in flight. */
  readonly copy: string;
  readonly start: StepId;
  readonly variables: Readonly<Record<string, PlanVariable>>;
  readonly steps: Readonly<Record<StepId, PlanStep>>;
  /** Vietnamese text by key, as it stands in the file. */
  readonly texts: Readonly<Record<TextKey, string>>;
  /** Step taken on help and on failure; inherited from `_safety.yaml`. */
  readonly root: { readonly help: StepId; readonly failure: StepId };
}

/** A finding about a flow file. `severity` `error` blocks publishing. */
export interface FlowIssue {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'note';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly flow: string | null;
  readonly step: StepId | null;
  readonly message: string;
}
