import type { Passed } from '../flow/migrate/passed.ts';
import type {
  FlowOutcome,
  OptionId,
  PlanOption,
  PlanStep,
  PlanValue,
  RiskMark,
  StepId,
  TextKey,
} from '../flow/plan.ts';
import type { Speaker } from '../risk/signal.ts';

/**
 * Where a conversation stands in a flow: JSON only, written with every turn and refused on mismatch.
 * `at` is the resting step, `visit` counts entries into it so that old buttons can be told from new ones.
 */
export interface FlowSnapshot {
  readonly flow: string;
  readonly structure: string;
  readonly copy: string;
  readonly at: StepId;
  readonly visit: number;
  readonly snapshot: unknown;
  /** What led here, step by step; absent where it is not known whole (older snapshots, very long talks). */
  readonly path?: readonly Passed[];
  /** Structures that the talk was moved from, newest last: buttons of their screens still count. */
  readonly from?: readonly string[];
}

/** What can happen to a flow. Codes never appear here: they are answered before a flow is read. */
export type FlowEvent =
  | { readonly type: 'answer'; readonly step: StepId; readonly visit: number; readonly option: OptionId }
  | { readonly type: 'digit'; readonly digit: number }
  /** Words that are no code: the answer to `ask_text`, a number for `ask_number`, elsewhere not understood. */
  | { readonly type: 'words'; readonly text: string }
  /** The province that the words of an answer to `ask_place` stand for, by its code. */
  | { readonly type: 'place'; readonly area: string }
  | { readonly type: 'unmatched' }
  | { readonly type: 'silence'; readonly step: StepId; readonly visit: number }
  | { readonly type: 'handoff'; readonly outcome: 'accepted' | 'unavailable' | 'silence' }
  /** What the directory answered to a `lookup` effect of the same step and visit. */
  | {
      readonly type: 'lookup';
      readonly step: StepId;
      readonly visit: number;
      readonly outcome: 'none' | 'failed' | { readonly found: readonly string[] };
    }
  | { readonly type: 'help' };

type AskKind = Extract<PlanStep, { kind: 'choose' | 'ask_text' | 'ask_number' | 'ask_place' }>['kind'];

/** What a flow asks of the conversation around it, in order. */
export type FlowEffect =
  | {
      readonly type: 'say';
      readonly text: readonly TextKey[];
      /** Used in place of `text` for somebody under 18, where the flow gives it. */
      readonly childText?: readonly TextKey[];
      /** Numbers or services shown with it, by id, in order. */
      readonly cards?: readonly string[];
    }
  | {
      readonly type: 'ask';
      /** What is asked for: one of the options, or words, a number, a place. */
      readonly kind: AskKind;
      readonly step: StepId;
      readonly visit: number;
      readonly text: readonly TextKey[];
      readonly childText?: readonly TextKey[];
      readonly options: readonly PlanOption[];
      /** True when the last answer was not understood and the question is put again. */
      readonly again: boolean;
    }
  | {
      readonly type: 'answered';
      readonly step: StepId;
      readonly option: OptionId;
      readonly positive: boolean;
    }
  | {
      readonly type: 'risk';
      readonly mark: RiskMark;
      readonly step: StepId;
      readonly option: OptionId | null;
      /** The button was of an earlier screen: a danger answer still counts. */
      readonly stale: boolean;
    }
  | { readonly type: 'speaker'; readonly speaker: Speaker }
  | { readonly type: 'quiet' }
  | { readonly type: 'arm'; readonly step: StepId; readonly visit: number; readonly afterMs: number }
  /** The directory is asked for services; its answer comes back as a `lookup` event. */
  | {
      readonly type: 'lookup';
      readonly step: StepId;
      readonly visit: number;
      readonly kinds: readonly string[];
      /** Province code; null asks for what serves the whole country. */
      readonly area: string | null;
      readonly limit: number;
    }
  | { readonly type: 'handoff'; readonly share: Readonly<Record<string, PlanValue>> }
  | { readonly type: 'ended'; readonly outcome: FlowOutcome };

/** The outcome of a step. `refused` means the failure route: the person is offered a human. */
export type FlowResult =
  | { readonly status: 'moved'; readonly snapshot: FlowSnapshot; readonly effects: readonly FlowEffect[] }
  /** The event means nothing here (an unknown digit, a stale harmless button): nothing moved, nothing to say. */
  | { readonly status: 'ignored'; readonly snapshot: FlowSnapshot; readonly effects: readonly FlowEffect[] }
  | {
      readonly status: 'refused';
      readonly why:
        | 'unknown-flow'
        | 'unknown-structure'
        | 'unknown-step'
        | 'broken-snapshot'
        | 'guard-threw'
        /** The structure is unsafe, and the live one has no place for this talk. */
        | 'recalled';
      readonly detail: string;
    };
