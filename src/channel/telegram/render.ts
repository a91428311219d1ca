import type { Dispatch } from '../../app/channel-port.ts';
import type { StreamChoice } from '../../app/person-door.ts';
import { capabilities } from '../channel.ts';
import { splitText } from '../split.ts';
import { telegramLimits } from './limits.ts';
import { payloadOf } from './payload.ts';

/** One `sendMessage` without its chat (Bot API; lengths and offsets in UTF-16 units). */
export interface TelegramText {
  readonly text: string;
  readonly entities?: readonly {
    readonly type: 'spoiler';
    readonly offset: number;
    readonly length: number;
  }[];
  readonly reply_markup?: { readonly inline_keyboard: readonly (readonly InlineButton[])[] };
  readonly disable_notification?: true;
  readonly protect_content?: true;
  readonly link_preview_options: { readonly is_disabled: true };
}

export interface InlineButton {
  readonly text: string;
  readonly callback_data: string;
}

type Sayable = Pick<Dispatch, 'bubbles' | 'telling' | 'choices' | 'fixed' | 'quiet' | 'plain'>;

/**
 * The messages for one outbound: bubbles merged, answers as buttons with their digits, and written out where a button
 * cannot show them whole. In quiet mode without a sound, hidden until tapped, not to be forwarded or saved.
 */
export function renderTelegram(said: Sayable): readonly TelegramText[] {
  const buttons = said.plain || said.quiet ? null : buttonsOf(said.choices);
  const written =
    buttons === null || buttons.some(({ text }) => text.length > telegramLimits.labelCharacters);
  const segments = [
    ...said.bubbles.map((text, index) => ({ text, hidden: said.quiet || said.telling[index] === true })),
    ...(written ? [{ text: numbered(said.choices), hidden: said.quiet }] : []),
  ].filter(({ text }) => text.trim() !== '');
  const texts = merge(segments).flatMap(split);
  const keyboard = said.plain ? [] : keyboardOf(buttons ?? [], said.fixed);
  return texts.map(({ text, hidden }, index) => ({
    text,
    ...(hidden.length === 0 ? {} : { entities: hidden }),
    ...(index === texts.length - 1 && keyboard.length > 0
      ? { reply_markup: { inline_keyboard: keyboard } }
      : {}),
    ...(said.quiet ? ({ disable_notification: true, protect_content: true } as const) : {}),
    link_preview_options: { is_disabled: true },
  }));
}

const numbered = (choices: readonly StreamChoice[]): string =>
  choices.map(({ digit, label }) => (digit === null ? label : `${String(digit)} ${label}`)).join('\n');

/** Null where one of them cannot be a button: then all stand in the text. */
function buttonsOf(choices: readonly StreamChoice[]): readonly InlineButton[] | null {
  if (choices.length > capabilities.telegram.buttons) return null;
  const buttons = choices.map((choice) => ({ text: numbered([choice]), callback_data: payloadOf(choice) }));
  return buttons.every(hasPayload) ? buttons : null;
}

const hasPayload = (button: { readonly callback_data: string | null }): button is InlineButton =>
  button.callback_data !== null;

/** Answers below one another; what is always there in one row at the foot (safety-content §3.0). */
function keyboardOf(
  buttons: readonly InlineButton[],
  fixed: readonly StreamChoice[],
): readonly (readonly InlineButton[])[] {
  const foot = buttonsOf(fixed) ?? [];
  return [...buttons.map((button) => [button]), ...(foot.length === 0 ? [] : [foot])];
}

interface Merged {
  readonly text: string;
  readonly hidden: NonNullable<TelegramText['entities']>;
}

const gap = '\n\n';

/** One message of all bubbles: each message rings on her phone. */
function merge(segments: readonly { readonly text: string; readonly hidden: boolean }[]): readonly Merged[] {
  const hidden: { type: 'spoiler'; offset: number; length: number }[] = [];
  let text = '';
  for (const segment of segments) {
    if (text !== '') text += gap;
    if (segment.hidden) hidden.push({ type: 'spoiler', offset: text.length, length: segment.text.length });
    text += segment.text;
  }
  return text === '' ? [] : [{ text, hidden }];
}

/** Longer than one message: cut at sentences; then what was hidden anywhere is hidden everywhere. */
function split({ text, hidden }: Merged): readonly Merged[] {
  const { longestText } = capabilities.telegram;
  if (text.length <= longestText) return [{ text, hidden }];
  return splitText(text, longestText).map((piece) => ({
    text: piece,
    hidden: hidden.length === 0 ? [] : [{ type: 'spoiler', offset: 0, length: piece.length }],
  }));
}
