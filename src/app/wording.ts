import { type Choice, type Outbound, serviceWords } from '../conversation/outbound.ts';
import type { Parts } from './parts.ts';
import type { StreamChoice } from './person-door.ts';

/** An outbound message as a person reads it. */
export interface Worded {
  /** Bubbles and numbered choices, one text. */
  readonly text: string;
  readonly bubbles: readonly string[];
  readonly choices: readonly StreamChoice[];
}

/** Puts a message into words: newest copy, the person's language, numbers from the register at this time. */
export function wordsOf(parts: Parts, message: Outbound, language: string, now: number): Worded {
  const numbers = parts.placeholders(now);
  const render = (key: string, params: Readonly<Record<string, string>> = {}): string => {
    const rendered = parts.catalogue.render(key, language, { ...numbers, ...params });
    if (rendered.missing) parts.report('text-missing', key);
    return rendered.text;
  };
  const bubbles = message.bubbles.map((bubble) => {
    if (bubble.kind === 'words') return bubble.words;
    return bubble.kind === 'service' ? serviceWords(bubble, render) : render(bubble.key, bubble.params);
  });
  const choices = message.choices.map((choice) => ({
    digit: choice.digit,
    label: render(choice.label),
    value: valueOf(choice),
  }));
  return { text: [...bubbles, ...choices.map(numbered)].join('\n'), bubbles, choices };
}

const numbered = ({ digit, label }: StreamChoice): string => (digit === null ? label : `${digit} ${label}`);

/** What a button sends back, opaque to the channel (`src/wire/chat.ts`). */
function valueOf({ value }: Choice): Readonly<Record<string, string | number>> {
  if (value.kind === 'button') return { k: 'b', b: value.button };
  return { k: 'a', s: value.step, v: value.visit, o: value.option };
}
