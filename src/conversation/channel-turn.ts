import { type Draft, note } from './draft.ts';
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
