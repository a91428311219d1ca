import { type Draft, note } from './draft.ts';
import { done, holds, refused, type StaffOutcome } from './staff-outcome.ts';
import type { StaffRef } from './turn-event.ts';

/*
 * Words between staff. They become notes, which stand on the staff side only: nothing in this file can send, and a test
 * on random talks holds that.
 */

/** A supervisor's word into the holder's view; rings softly at the holder. */
export function whisper(draft: Draft, words: string, by: StaffRef): StaffOutcome {
  if (draft.talk.custody.state !== 'held' || holds(draft.talk, by)) return refused('not-yours');
  note(draft, 'whisper', 'soft', { name: by.name, note: words });
  return done;
}

/** A private note of whoever works on the talk. */
export function jot(draft: Draft, words: string, by: StaffRef): StaffOutcome {
  if (draft.talk.custody.gone === 'erased') return refused('gone');
  note(draft, 'jotted', false, { name: by.name, note: words });
  return done;
}
