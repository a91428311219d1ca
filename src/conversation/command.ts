import { codeOf } from '../text/code.ts';
import type { FixedButton, Inbound } from './inbound.ts';
import type { Talk } from './talk.ts';

/** What a message of the person asks for, before any flow is read. */
export type Command =
  | { readonly kind: 'button'; readonly button: FixedButton; readonly typed: boolean }
  | { readonly kind: 'answer'; readonly step: string; readonly visit: number; readonly option: string }
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'media'; readonly media: Extract<Inbound, { kind: 'media' }>['media'] };

/**
 * Codes first: a code, a fixed button or a digit of the newest screen; everything else is words (safety-content §3.0).
 * Works on the talk alone, so it answers with an unknown revision, a broken snapshot or no flow at all.
 */
export function commandOf(inbound: Inbound, talk: Talk): Command {
  switch (inbound.kind) {
    case 'button':
      return { kind: 'button', button: inbound.button, typed: false };
    case 'answer':
      return { kind: 'answer', step: inbound.step, visit: inbound.visit, option: inbound.option };
    case 'media':
      return { kind: 'media', media: inbound.media };
    case 'text':
      return fromText(inbound.text, talk);
  }
}

function fromText(text: string, talk: Talk): Command {
  const code = codeOf(text);
  if (code === null) return { kind: 'words', text };
  if (code.kind !== 'digit') return { kind: 'button', button: code.kind, typed: true };
  if (talk.custody.quiet) {
    return code.digit === resumeDigit
      ? { kind: 'button', button: 'resume', typed: true }
      : { kind: 'words', text };
  }
  const choice = talk.screen.find(({ digit }) => digit === code.digit);
  if (choice === undefined) return { kind: 'words', text };
  if (choice.value.kind === 'button') return { kind: 'button', button: choice.value.button, typed: true };
  const { step, visit, option } = choice.value;
  return { kind: 'answer', step, visit, option };
}

/** "Rảnh thì 3": the digit that ends quiet mode (safety-content §3.3). */
const resumeDigit = 3;
