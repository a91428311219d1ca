import { isAtLeast } from '../risk/level.ts';
import { audit, custody, type Draft, note, page, remember, startTimer, stopTimers } from './draft.ts';
import { limits } from './limits.ts';
import type { Talk } from './talk.ts';

/*
 * An answer in the vendor's own console, past Hiên (an Official Account's manager). The program holds back for a while
 * after it: one voice (promise 5). Never SOS, never the judging of words, never the emergency card.
 */

/**
 * Somebody answered her past Hiên at `at`. A line stands in the queue with its clock, and a supervisor is asked to bring
 * the talk into the console. Late news of an answer whose time is over changes nothing.
 */
export function answeredOutside(draft: Draft, at: number): void {
  const { talk, world } = draft;
  const until = Math.min(at, world.now) + limits.outside;
  if (talk.custody.gone === 'erased' || until <= Math.max(world.now, talk.outsideUntil ?? 0)) return;
  // Whoever holds the talk has the one voice: she must know, and the program is silent already.
  if (talk.custody.state === 'held') return tell(draft);
  const goesOn = isAnsweredOutside(draft);
  // A digit answers the newest screen, and that is not ours any more (safety-content §3.0).
  remember(draft, { outsideUntil: until, screen: [] });
  startTimer(draft, 'outside', until - world.now);
  if (goesOn) return;
  remember(draft, { outsideLine: talk.custody.waitingSince === null });
  custody(draft, { type: 'outside', at: world.now });
  tell(draft);
  page(draft, 'supervisor', 'returned');
}

function tell(draft: Draft): void {
  note(draft, 'outside', true);
  audit(draft, 'answered-outside', null);
}

/** Somebody answers her past Hiên at this second: the program says nothing but safety notices. */
export const isAnsweredOutside = ({ talk, world }: Draft): boolean =>
  talk.outsideUntil !== null && world.now < talk.outsideUntil;

/** The time is over: the program answers her next message again. What she wrote meanwhile is for a person. */
export function outsideIsOver(draft: Draft): void {
  const { talk } = draft;
  if (talk.outsideUntil === null || isAnsweredOutside(draft)) return;
  const answeredAt = talk.outsideUntil - limits.outside;
  remember(draft, { outsideUntil: null, outsideLine: false });
  if (talk.custody.gone !== 'no' || talk.custody.state === 'held') return;
  if ((talk.lastPersonAt ?? 0) > answeredAt) {
    note(draft, 'outside.unanswered', true);
    return page(draft, 'supervisor', 'unclaimed');
  }
  note(draft, 'outside.over');
  if (talk.outsideLine && !needsPerson(talk)) custody(draft, { type: 'inside' });
}

/** The talk is in the console now: whoever holds it speaks, and the clock has no meaning. */
export function broughtIn(draft: Draft): void {
  if (draft.talk.outsideUntil === null) return;
  remember(draft, { outsideUntil: null, outsideLine: false });
  stopTimers(draft, 'outside');
}

/** Whether the line stands for more than the answer past Hiên. */
const needsPerson = ({ custody, wantsPerson, assessment }: Talk): boolean =>
  custody.quiet || wantsPerson || isAtLeast(assessment.level, 'medium');
