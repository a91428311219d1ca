import { audit, custody, type Draft, note, page, remember } from './draft.ts';
import { limits } from './limits.ts';
import type { TurnEvent } from './turn-event.ts';

/** Why a message never arrived, as its note is named. */
const undeliveredNotes = {
  windowClosed: 'undelivered.window',
  unreachable: 'undelivered.unreachable',
  rejected: 'undelivered.rejected',
  misconfigured: 'undelivered.misconfigured',
} as const satisfies Record<Extract<TurnEvent, { type: 'undelivered' }>['why'], string>;

/** A message of ours never arrived: whoever holds the talk is told at once, and it stands in the talk. */
export function undelivered(draft: Draft, why: keyof typeof undeliveredNotes): void {
  if (draft.talk.custody.gone === 'erased') return;
  note(draft, undeliveredNotes[why], true);
}

/**
 * Somebody answers in the vendor's own console: the program holds back for a while, never with SOS and the emergency
 * card. The line stands in the queue with its clocks, and a supervisor is asked to bring it into the console.
 */
export function answeredOutside(draft: Draft): void {
  const { talk, world } = draft;
  if (talk.custody.gone === 'erased') return;
  const goesOn = talk.outsideUntil !== null && talk.outsideUntil > world.now;
  remember(draft, { outsideUntil: world.now + limits.outside });
  custody(draft, { type: 'outside', at: world.now });
  if (goesOn) return;
  note(draft, 'outside', true);
  audit(draft, 'answered-outside', null);
  if (draft.talk.custody.state !== 'held') page(draft, 'supervisor', 'returned');
}
