import { isAtLeast, type RiskLevel } from '../risk/level.ts';
import { type Draft, note, remember, say, text } from './draft.ts';
import type { SafeButton } from './inbound.ts';
import type { Choice } from './outbound.ts';
import { button, buttons, own } from './speech.ts';
import type { SafeContact, Talk } from './talk.ts';

/*
 * When and in which words somebody may write to her later (safety-content §4.1, §4.3 `ask.words`). Asked only after she
 * said yes to being written to; a counsellor keeps to it, the program itself never writes first.
 */

/** The button that leads there: at the end of what follows her yes. */
export const safeChoice = (talk: Talk): Choice => button(talk, 'safe');

const times: Readonly<Partial<Record<SafeButton, SafeContact['time']>>> = {
  'safe.morning': 'morning',
  'safe.afternoon': 'afternoon',
  'safe.evening': 'evening',
  'safe.any': 'any',
};

/** Keeps what she chose, in every state; staff see it. */
export function keepSafe(draft: Draft, chosen: SafeButton): void {
  const time = times[chosen];
  if (time !== undefined) {
    remember(draft, { contact: 'yes', safe: { time, words: draft.talk.safe?.words ?? null } });
    note(draft, chosen);
  }
  if (chosen === 'safe.words') remember(draft, { askingWords: true });
}

/** The next question, or that it is noted. */
export function answerSafe(draft: Draft, chosen: SafeButton): void {
  const { talk } = draft;
  if (chosen === 'safe')
    return void say(draft, {
      bubbles: [text(own(talk, 'system:safe.ask'))],
      choices: buttons(talk, 'safe.morning', 'safe.afternoon', 'safe.evening', 'safe.any'),
    });
  if (chosen === 'safe.words') return void say(draft, { bubbles: [text(own(talk, 'system:safe.words'))] });
  if (chosen === 'safe.keep') return void say(draft, { bubbles: [text('system:safe.noted')] });
  say(draft, {
    bubbles: [text(own(talk, 'system:ask.words'))],
    choices: buttons(talk, 'safe.keep', 'safe.words'),
  });
}

/** Longest line that a later message may consist of. */
const longestWords = 100;

/** Her words as the line that she wants to read later, where that was asked and they say nothing more. */
export function choosesWords(draft: Draft, words: string, level: RiskLevel): boolean {
  const { askingWords, safe } = draft.talk;
  if (!askingWords || safe === null) return false;
  remember(draft, { askingWords: false });
  if (words.length > longestWords || isAtLeast(level, 'medium')) return false;
  remember(draft, { safe: { ...safe, words: words.trim() } });
  note(draft, 'safe.words', false, { words: words.trim() });
  return say(draft, { bubbles: [text('system:safe.noted')] });
}
