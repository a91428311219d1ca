import type { Duty } from '../machine/custody-types.ts';
import { type DatedSignal, withSignals } from '../risk/assessment.ts';
import { compareLevels, isAtLeast } from '../risk/level.ts';
import type { Signal, Speaker } from '../risk/signal.ts';
import { triggerOf } from '../risk/trigger.ts';
import { audit, custody, type Draft, note, remember } from './draft.ts';
import { limits } from './limits.ts';

/** The SOS button, a code or a bare cry, as evidence (safety-content §1.1 A1). */
export const sosSignal: Signal = {
  code: 'A1',
  level: 'imminent',
  source: 'code',
  categories: triggerOf('A1').categories,
};

/** Higher wins: somebody who may harm is never addressed as the one in danger (safety-content §4.1). */
const speakerRank: Record<Speaker, number> = { self: 0, third: 1, child: 2, mayharm: 3 };

/** Words and taps may tell who speaks; it is learnt, never unlearnt by words. */
export function learnSpeaker(draft: Draft, speaker: Speaker | undefined): void {
  if (speaker === undefined) return;
  if (speaker === 'child') remember(draft, { child: true });
  if (speakerRank[speaker] > speakerRank[draft.talk.speaker]) remember(draft, { speaker });
}

/** What new evidence came to: nothing that matters, or duties with the signals that caused them. */
export interface Weighed {
  readonly level: 'imminent' | 'high' | 'lesser' | 'none';
  readonly duties: readonly Duty[];
  readonly signals: readonly Signal[];
  /** Some trigger among them has not had its card yet. */
  readonly isNew: boolean;
}

/** Of very many signals the gravest stay, then the newest, in the order in which they came. */
function worthKeeping(signals: readonly DatedSignal[]): readonly DatedSignal[] {
  if (signals.length <= limits.signals) return signals;
  const kept = new Set(
    signals.toSorted((a, b) => compareLevels(b.level, a.level) || b.at - a.at).slice(0, limits.signals),
  );
  return signals.filter((signal) => kept.has(signal));
}

/**
 * Weighs new signals: the level rises (never falls), custody hears of high and imminent evidence, staff see it.
 * Runs on every message in every state, whoever owns the conversation (safety-content §1 rule 4).
 */
export function weigh(draft: Draft, signals: readonly Signal[]): Weighed {
  if (signals.length === 0) return { level: 'none', duties: [], signals, isNew: false };
  for (const signal of signals) learnSpeaker(draft, signal.speaker);
  const before = draft.talk.assessment;
  // Evidence in the very millisecond of a person's decision is newer than it, and counts.
  const seenAt = Math.max(draft.world.now, (before.decisions.at(-1)?.at ?? 0) + 1);
  const after = withSignals(before, signals, seenAt);
  remember(draft, { assessment: { ...after, signals: worthKeeping(after.signals) } });
  if (after.level !== before.level && isAtLeast(after.level, 'high')) {
    if (draft.talk.custody.state !== 'held') note(draft, 'raised', false, { level: after.level });
    audit(draft, 'raised', null, { level: after.level });
  }
  const shown = new Set(draft.talk.shown);
  const isNew = signals.some((signal) => isAtLeast(signal.level, 'high') && !shown.has(signal.code));
  const at = draft.world.now;
  if (signals.some((signal) => signal.level === 'imminent')) {
    return { level: 'imminent', duties: custody(draft, { type: 'danger', at }), signals, isNew };
  }
  if (signals.some((signal) => signal.level === 'high')) {
    return { level: 'high', duties: custody(draft, { type: 'raised', at }), signals, isNew };
  }
  return { level: 'lesser', duties: [], signals, isNew };
}
