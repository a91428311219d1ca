import type { Dispatch } from '../../app/channel-port.ts';
import type { StreamChoice } from '../../app/person-door.ts';
import { capabilities } from '../channel.ts';
import { splitText } from '../split.ts';

/** One message of the Activity protocol, without its address. */
export interface ActivityText {
  readonly type: 'message';
  readonly text: string;
  readonly textFormat: 'plain';
  readonly suggestedActions?: { readonly actions: readonly CardAction[] };
}

interface CardAction {
  readonly type: 'messageBack';
  readonly title: string;
  readonly displayText: string;
  readonly text: string;
  readonly value: StreamChoice['value'];
}

/**
 * The messages for one outbound: bubbles merged, answers always written out with their digits, and buttons beside them
 * on the last one, because not every channel behind the service draws them.
 */
export function renderActivity(
  said: Pick<Dispatch, 'bubbles' | 'choices' | 'fixed' | 'quiet' | 'plain'>,
): readonly ActivityText[] {
  const written = said.choices.map(numbered).join('\n');
  const text = [...said.bubbles, written].filter((part) => part.trim() !== '').join('\n\n');
  const texts = splitText(text, capabilities.activity.longestText);
  const actions = said.plain || said.quiet ? [] : buttonsOf([...said.choices, ...said.fixed]);
  return texts.map((part, index) => ({
    type: 'message',
    text: part,
    textFormat: 'plain',
    ...(index === texts.length - 1 && actions.length > 0 ? { suggestedActions: { actions } } : {}),
  }));
}

const numbered = ({ digit, label }: StreamChoice): string =>
  digit === null ? label : `${String(digit)} ${label}`;

/** As many as every channel takes: the answers first. */
const buttonsOf = (choices: readonly StreamChoice[]): readonly CardAction[] =>
  choices.slice(0, capabilities.activity.buttons).map((choice) => ({
    type: 'messageBack',
    title: numbered(choice),
    displayText: choice.label,
    text: choice.label,
    value: choice.value,
  }));
