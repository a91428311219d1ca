import { isAtLeast, type RiskLevel } from '../risk/level.ts';
import { type Draft, note, remember, say, text } from './draft.ts';
import type { WishButton } from './inbound.ts';
import type { Choice } from './outbound.ts';
import { button, buttons, own } from './speech.ts';
import type { Wish } from './talk.ts';

/*
 * Whom she would like to talk to (safety-content §4.3: "Bạn muốn người trực là nữ hay nam?"). Offered once, while she
 * waits and after help was shown; never where it is imminent, because nobody waits for a wish then.
 */

const noWish: Wish = { gender: null, apart: false, commune: null };

/** The button that leads there, once in a talk; none where there is nothing to choose. */
export function wishChoice(draft: Draft): readonly Choice[] {
  const { wishAsked, custody, assessment } = draft.talk;
  if (wishAsked || custody.state !== 'waiting' || isAtLeast(assessment.level, 'imminent')) return [];
  remember(draft, { wishAsked: true });
  return [button(draft.talk, 'wish')];
}

/** The receipt with that button beside it; false when it was offered before, or another question stands open. */
export function offerWish(draft: Draft): boolean {
  if (draft.talk.contact === 'asked' || isAtLeast(draft.talk.assessment.level, 'high')) return false;
  const choices = wishChoice(draft);
  if (choices.length === 0) return false;
  remember(draft, { lastReceiptAt: draft.world.now });
  return say(draft, { bubbles: [text('system:receipt')], choices });
}

export function askWish(draft: Draft): void {
  const { talk } = draft;
  say(draft, {
    bubbles: [text(own(talk, 'system:wish.ask'))],
    choices: buttons(talk, 'wish.woman', 'wish.man', 'wish.any', 'wish.apart'),
  });
}

/** Keeps what she chose, in every state; staff see it. */
export function keepWish(draft: Draft, chosen: Exclude<WishButton, 'wish'>): void {
  const before = draft.talk.wish ?? noWish;
  switch (chosen) {
    case 'wish.woman':
    case 'wish.man':
      remember(draft, { wish: { ...before, gender: chosen === 'wish.man' ? 'man' : 'woman' } });
      break;
    case 'wish.any':
      remember(draft, { wish: null });
      break;
    case 'wish.apart':
      remember(draft, { wish: { ...before, apart: true }, askingCommune: true });
      break;
  }
  note(draft, chosen);
}

/** Says what becomes of it, truly: whether somebody like that is there, and that nobody else is kept away for long. */
export function answerWish(draft: Draft, chosen: Exclude<WishButton, 'wish'>): void {
  if (chosen === 'wish.any') return void say(draft, { bubbles: [text('system:wish.any')] });
  if (chosen === 'wish.apart')
    return void say(draft, { bubbles: [text(own(draft.talk, 'system:wish.apart'))] });
  sayWhetherMet(draft);
}

function sayWhetherMet(draft: Draft): void {
  const { talk, world } = draft;
  const isMet = talk.wish !== null && world.canMeet?.(talk.wish) === true;
  say(draft, { bubbles: [text(own(talk, isMet ? 'system:wish.noted' : 'system:wish.cannot'))] });
}

/** Longest name of a commune; more than that is a story, not a name. */
const longestCommune = 60;

/** Her words as the name of her commune, where that was asked and they say nothing more. */
export function namesCommune(draft: Draft, words: string, level: RiskLevel): boolean {
  if (!draft.talk.askingCommune) return false;
  remember(draft, { askingCommune: false });
  const isName = words.length <= longestCommune && !isAtLeast(level, 'medium');
  if (!isName || draft.talk.custody.state !== 'waiting') return false;
  remember(draft, { wish: { ...(draft.talk.wish ?? noWish), apart: true, commune: words.trim() } });
  sayWhetherMet(draft);
  return true;
}
