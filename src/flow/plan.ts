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
  /** The same words for somebody under 18 (em, cô chú), where the file gives them. */
  readonly childLabel?: TextKey;
  readonly risk: readonly RiskMark[];
  readonly speaker?: Speaker;
  /** Quiet mode is what this answer asks for ("có người ở gần"). */
  readonly quiet?: true;
  /** The question is not "positive" when answered so (used by rule 3: skips with any other positive answer). */
  readonly positive: boolean;
  /** What the answer adds to its question's score (`instrument`). */
  readonly weight?: number;
  readonly next: StepId;
}

export type PlanValue = string | number | boolean;

/** What a variable may hold while a flow runs; a list holds ids of services. */
export type StoredValue = PlanValue | readonly string[];

/**
 * A variable's type. Guards compare choices, flags and numbers; what a person wrote (`text`), a `place` and a `list`
 * are opaque: only whether they are known counts. `private` ones never appear in a message; text and places reach a
 * counsellor only when declared `share`.
 */
export type PlanVariable =
  | { readonly type: 'choice'; readonly of: readonly string[]; readonly private: boolean }
  | { readonly type: 'flag'; readonly private: boolean }
  | { readonly type: 'number'; readonly min: number; readonly max: number; readonly private: boolean }
  | { readonly type: 'text'; readonly private: boolean; readonly share: boolean }
  | { readonly type: 'place'; readonly private: boolean; readonly share: boolean }
  | { readonly type: 'list'; readonly private: boolean };

/** A checked guard: `rule` names it inside its flow, `reads` lists the variables whose value it compares. */
export interface PlanGuard {
  readonly rule: string;
  readonly source: string;
  readonly reads: readonly string[];
  readonly tree: GuardTree;
}

/** The meaning of a guard as plain data: the whole language is these forms (flow.md §1.4). */
export type GuardTree =
  | { readonly op: 'value'; readonly value: PlanValue }
  | { readonly op: 'read'; readonly variable: string }
  | { readonly op: 'known'; readonly variable: string }
  | { readonly op: 'in'; readonly variable: string; readonly list: readonly PlanValue[] }
  | {
      readonly op: '<' | '<=' | '>' | '>=';
      readonly left: GuardTree;
      readonly right: GuardTree;
    }
  | { readonly op: '==' | '!='; readonly left: GuardTree; readonly right: GuardTree }
  | { readonly op: '&&' | '||'; readonly left: GuardTree; readonly right: GuardTree }
  | { readonly op: '!'; readonly of: GuardTree };

/**
 * The variable every flow has without declaring it: the gravest level that an answer of this flow has marked so far
 * (`none` at the start). It only rises, so a guard may send a person in danger to a human on every later step.
 */
export const riskVariable = 'risk';

/**
 * The variable that says where the person writes. Guards may read it, no step may write it; it is unset where nobody
 * has said (a simulator), so that a comparison with it needs an `unknown` like any other.
 */
export const channelVariable = 'channel';
export const flowChannels = ['web', 'telegram', 'zalo', 'activity'] as const;
export type FlowChannel = (typeof flowChannels)[number];

/** What a flow is told of the conversation when it begins. */
export interface Given {
  readonly channel?: FlowChannel;
}

/** The type of the channel variable; a Plan has it where a guard reads it. */
export const channelType: PlanVariable = { type: 'choice', of: flowChannels, private: false };

/** The variables that a flow begins with. */
export const varsGiven = (
  { variables }: Pick<Plan, 'variables'>,
  { channel }: Given,
): Readonly<Record<string, StoredValue>> =>
  channel === undefined || !Object.hasOwn(variables, channelVariable) ? {} : { [channelVariable]: channel };

/** Cards beside a text: registered lines by id (`hotline/…` in the file), or the services a list variable holds. */
export type PlanCards =
  | { readonly kind: 'hotlines'; readonly ids: readonly string[] }
  | { readonly kind: 'list'; readonly variable: string };

/** What a `lookup` asks of the directory. `near` names a place variable; unset, the whole country is meant. */
export interface PlanQuery {
  readonly what: 'services';
  readonly kinds: readonly string[];
  readonly near: string | null;
  readonly limit: number;
}

interface Spoken {
  readonly text: readonly TextKey[];
  /** The same words for somebody under 18 (em, cô chú), where the file gives them. */
  readonly childText?: readonly TextKey[];
}

/** What every question has: where to go when it is not understood, and when nobody answers. */
interface Asking extends Spoken {
  /** Answers on the screen: at most four, *not sure* and *skip*; for typed values *skip* alone or none. */
  readonly options: readonly PlanOption[];
  readonly noMatch: { readonly tries: number; readonly then: StepId };
  readonly silence: { readonly afterMs: number; readonly then: StepId };
  /** A conversation may move to a newer revision of the flow here. */
  readonly checkpoint: boolean;
}

interface AskingValue extends Asking {
  readonly save: string;
  readonly next: StepId;
}

/** What each kind of step means. One file in `flow/steps/` produces each; `call` and `instrument` become several. */
export type PlanStep =
  | (Spoken & { readonly kind: 'say'; readonly cards?: PlanCards; readonly next: StepId })
  | (Asking & {
      readonly kind: 'choose';
      readonly save: string | null;
      /** The number variable that the answers' weights add to. */
      readonly score?: string;
    })
  | (AskingValue & { readonly kind: 'ask_text' })
  | (AskingValue & { readonly kind: 'ask_number'; readonly min: number; readonly max: number })
  | (AskingValue & { readonly kind: 'ask_place' })
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
  | {
      readonly kind: 'set';
      readonly values: Readonly<Record<string, PlanValue>>;
      /** Constants added to number variables; an unset one counts as its least value, the sum stays in its range. */
      readonly add?: Readonly<Record<string, number>>;
      readonly next: StepId;
    }
  | {
      readonly kind: 'lookup';
      readonly query: PlanQuery;
      readonly save: string;
      readonly found: StepId;
      readonly none: StepId;
      readonly failed: StepId;
    }
  | {
      readonly kind: 'handoff';
      readonly share: readonly string[];
      readonly accepted: StepId;
      readonly unavailable: StepId;
      readonly silence: { readonly afterMs: number; readonly then: StepId };
    }
  | { readonly kind: 'wait'; readonly afterMs: number; readonly elapsed: StepId; readonly replied: StepId }
  | { readonly kind: 'end'; readonly outcome: FlowOutcome };

/** How a flow may end. */
export const flowOutcomes = ['informed', 'handed_off', 'silent', 'answered'] as const;
export type FlowOutcome = (typeof flowOutcomes)[number];

export type PlanStepKind = PlanStep['kind'];

/** Steps that belong together: a compound state of the machine, a heading of the outline. */
export interface PlanSection {
  readonly title: string;
  readonly steps: readonly StepId[];
}

/** A promise of the flow about its own paths, proven with the properties of flow.md §3.3. */
export interface PlanClaim {
  readonly after: { readonly risk: RiskLevel } | { readonly step: StepId; readonly option: OptionId | null };
  /** On every path from there one of these comes before any `end`. */
  readonly mustReach: readonly ('handoff' | 'hotline')[];
  /** At most so many further questions are put before it. */
  readonly within: number | null;
}

/** An instrument inside a flow, kept beside its steps so that the prover can compare machine and table (P9). */
export interface PlanInstrument {
  /** The step of the flow that runs it, and the first question. */
  readonly step: StepId;
  readonly id: string;
  readonly score: string;
  readonly bandVariable: string | null;
  /** Each item's step, with the weight of each answer; *not sure* and *skip* among them. */
  readonly items: readonly {
    readonly step: StepId;
    readonly weights: Readonly<Record<OptionId, number>>;
  }[];
  readonly bands: readonly {
    readonly band: string;
    readonly from: number;
    readonly to: number;
    readonly step: StepId;
  }[];
}

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
  readonly sections?: Readonly<Record<string, PlanSection>>;
  readonly claims?: readonly PlanClaim[];
  readonly instruments?: readonly PlanInstrument[];
  /** Former ids of steps, by today's (`was:`): open conversations and translations follow a renamed step. */
  readonly was?: Readonly<Record<StepId, readonly StepId[]>>;
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
  /** The sentence in English; `sentenceOf` gives it in either language from `key` and `params`. */
  readonly message: string;
  /** Key of the `lint` catalogue, and what its placeholders stand for. */
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
}
