import type { Category } from './category.ts';
import type { RiskLevel } from './level.ts';
import type { TriggerId } from './trigger.ts';

/** Who writes, as far as the words or taps show. The trigger always looks at the person in danger (§1.1). */
export type Speaker = 'self' | 'child' | 'third' | 'mayharm';

/** Where a signal comes from. Only taps, codes and rules (or agreement of two) may page (§1, issue on words). */
export type SignalSource = 'tap' | 'code' | 'rule' | 'classifier' | 'model' | 'media' | 'timer';

/** One piece of evidence for a level. */
export interface Signal {
  readonly code: TriggerId;
  readonly level: RiskLevel;
  readonly source: SignalSource;
  readonly categories: readonly Category[];
  /** Who speaks, when the words themselves show it. */
  readonly speaker?: Speaker;
  /** Flames or petrol: the card adds the fire brigade. */
  readonly fire?: boolean;
  /** The person's own words that matched: sealed at rest, shown to staff, never logged. */
  readonly quote?: string;
  /** A catalogue id of the one deciding question to ask back, when the words alone cannot decide. */
  readonly ask?: DecidingQuestion;
  /** A rule rang and the classifier thinks danger unlikely: it is asked about, and staff see why it did not ring. */
  readonly doubted?: true;
}

/** The deciding questions that free text can bring up: each is a step id of `flows/triage.yaml`. */
export type DecidingQuestion = 'today' | 'weapon' | 'choked' | 'die' | 'danger' | 'children';

/**
 * The judgement of one message: every signal found, the level they add up to, what they are about.
 * `level` is the gravest signal; `none` with category `none` when nothing was found.
 */
export interface MessageAssessment {
  readonly level: RiskLevel;
  readonly categories: readonly Category[];
  readonly signals: readonly Signal[];
  /** Guards that suppressed a match of their own rule, for `risk classify` and the console: `{code: 'guard.idiom', quote}`. */
  readonly guards: readonly { readonly code: string; readonly quote: string }[];
  /** Nothing readable: signs alone that may mean anything, keys hit at random, another script; asks for voice, pictures or a person. */
  readonly unreadable: boolean;
  /** The words take back an earlier one ("nhầm", "không có gì đâu"): quiet mode after high or imminent (§3.4). */
  readonly retraction: boolean;
}
