import type { Dispatch } from '../../app/channel-port.ts';
import type { StreamChoice } from '../../app/person-door.ts';
import { splitText } from '../split.ts';
import { zaloLimits } from './limits.ts';
import { payloadOf } from './payload.ts';

/** One message as Zalo takes it (channels.md §1.4). */
export interface ZaloMessage {
  readonly text: string;
  readonly attachment?: {
    readonly type: 'template';
    readonly payload: { readonly buttons: readonly ZaloButton[] };
  };
}

interface ZaloButton {
  readonly title: string;
  /** Hidden in the person's chat; a tap comes back as the text of a message. */
  readonly type: 'oa.query.hide';
  readonly payload: string;
}

/** What of a dispatch is put on the wire. */
export type Sayable = Pick<Dispatch, 'bubbles' | 'choices' | 'fixed' | 'neutral' | 'quiet' | 'plain'>;

/**
 * The messages for one dispatch: bubbles merged (each message rings on her phone), choices as numbered lines always,
 * buttons only by setting, because Zalo may drop them (channels.md §1.4). Never empty.
 */
export function renderZalo(
  { bubbles, choices, fixed, neutral, quiet, plain }: Sayable,
  buttons: boolean,
): readonly ZaloMessage[] {
  const text = [...bubbles, numbered(choices)].filter((part) => part.trim() !== '').join('\n\n');
  const pieces = splitText(text === '' ? neutral : text, zaloLimits.textCharacters);
  const drawn = buttons && !plain && !quiet ? buttonsOf([...choices, ...fixed]) : [];
  return pieces.map((piece, index) =>
    drawn.length > 0 && index === pieces.length - 1
      ? { text: piece, attachment: { type: 'template', payload: { buttons: drawn } } }
      : { text: piece },
  );
}

/** A choice without a digit cannot be typed: it stands nowhere but on a button. */
const numbered = (choices: readonly StreamChoice[]): string =>
  choices.flatMap(({ digit, label }) => (digit === null ? [] : [`${String(digit)} ${label}`])).join('\n');

const buttonsOf = (choices: readonly StreamChoice[]): readonly ZaloButton[] =>
  choices.slice(0, zaloLimits.buttons).map(({ label, value }) => ({
    title: label.slice(0, zaloLimits.buttonTitleCharacters),
    type: 'oa.query.hide',
    payload: payloadOf(value, label),
  }));
