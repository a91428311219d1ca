import type { Category } from './category.ts';
import type { RiskLevel } from './level.ts';
import type { DecidingQuestion, Speaker } from './signal.ts';
import type { TriggerId } from './trigger.ts';

/** When the thing told happens, as far as words near it show; `unclear` when none do. */
export type RuleTime = 'now' | 'recent' | 'past' | 'future' | 'habit' | 'unclear';

/**
 * One concept rule: which concepts must meet, how near, and what that means. Written in `rules/*.yaml`, one file per
 * trigger. Order-free (`all`) for second-language speakers; in order (`seq`) where order carries who did it.
 */
export interface Rule {
  /** `<trigger>.<name>`, unique. */
  readonly id: string;
  readonly trigger: TriggerId;
  /** Concepts that must all occur, in the written order; each element lists alternatives. */
  readonly elements: readonly Element[];
  /** The same, rarest first, for the quick look. */
  readonly required: readonly Element[];
  /** Concepts of which none may stand near the match. */
  readonly absent: readonly Element[];
  readonly ordered: boolean;
  /** Ordered: most places between neighbours. Order-free: most places from first to last. */
  readonly reach: number;
  /** Times at which the rule's trigger holds; any when absent. */
  readonly time?: readonly RuleTime[];
  /** The trigger when the time does not fit; none when absent. */
  readonly otherwise?: TriggerId;
  /** What a denial next to it does: a question back, nothing at all (`keep`: negation is part of the meaning), or drops it. */
  readonly denied: 'ask' | 'keep' | 'drop';
  readonly ask?: DecidingQuestion;
  readonly speaker?: Speaker;
  readonly categories: readonly Category[];
  readonly fire: boolean;
  /** Fewest elements that must be read without guessing marks. */
  readonly solid: number;
  /** Only in messages of at most so many words. */
  readonly shortOnly?: number;
  /** Guards that may suppress this rule's matches. */
  readonly guards: readonly string[];
  /** Earlier signals needed: trigger ids, or `any` for anything from medium up. */
  readonly after?: readonly string[];
  /** A level other than the trigger's own (H18 with another danger sign). */
  readonly level?: RiskLevel;
}

/** Concept numbers of which one must occur. */
export interface Element {
  readonly concepts: readonly number[];
}

/** A context that makes the same words harmless: film, game, news … It suppresses only the match it stands beside. */
export interface Guard {
  readonly name: string;
  readonly concept: number;
  /** Places to either side of the match in which the word counts. */
  readonly reach: number;
  /** Also suppresses matches that name the person's own kin or self; weak guards do not. */
  readonly firm: boolean;
}
