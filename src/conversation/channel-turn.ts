import { audit, custody, type Draft, note, page, remember } from './draft.ts';
import { limits } from './limits.ts';
import type { TurnEvent } from './turn-event.ts';

/** Why a message never arrived, as its note is named. */
export const undeliveredNotes = {
  windowClosed: 'undelivered.window',
  unreachable: 'undelivered.unreachable',
  rejected: 'undelivered.rejected',
  misconfigured: 'undelivered.misconfigured',
  reworded: 'undelivered.reworded',
} as const satisfies Record<Extract<TurnEvent, { type: 'undelivered' }>['why'], string>;

/** A message of ours never arrived as it was: whoever holds the talk is told at once, and it stands in the talk. */
export function undelivered(draft: Draft, why: keyof typeof undeliveredNotes): void {
  if (draft.talk.custody.gone === 'erased') return;
  note(draft, undeliveredNotes[why], true);
}

/**
 * Somebody answered in the vendor's own console: the program holds back for a while after it, never with SOS and the
 * emergency card. A line stands in the queue, and a supervisor is asked to bring the talk into the console.
 */
export function answeredOutside(draft: Draft, at: number): void {
  const { talk, world } = draft;
  const until = Math.min(at, world.now) + limits.outside;
  if (talk.custody.gone === 'erased' || until <= world.now) return;
  const goesOn = talk.outsideUntil !== null && talk.outsideUntil > world.now;
  remember(draft, { outsideUntil: Math.max(until, talk.outsideUntil ?? 0) });
  custody(draft, { type: 'outside', at: world.now });
  if (goesOn) return;
  note(draft, 'outside', true);
  audit(draft, 'answered-outside', null);
  if (draft.talk.custody.state !== 'held') page(draft, 'supervisor', 'returned');
}
