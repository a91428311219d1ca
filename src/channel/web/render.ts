import type { StreamItem } from '../../app/person-door.ts';
import type { ButtonValue, PageData } from '../../wire/chat.ts';

/** A message of the Activity protocol, as clients of Direct Line receive it (channels.md §4, §5). */
export interface Activity {
  readonly type: 'message';
  readonly id: string;
  readonly timestamp: string;
  readonly channelId: 'directline';
  readonly conversation: { readonly id: string };
  readonly from: { readonly id: string; readonly role: 'bot' | 'user' };
  readonly text: string;
  readonly textFormat: 'plain';
  readonly suggestedActions?: { readonly actions: readonly CardAction[] };
  readonly channelData?: unknown;
}

interface CardAction {
  readonly type: 'messageBack';
  readonly title: string;
  readonly displayText: string;
  readonly text: string;
  readonly value: ButtonValue;
}

/** What the door keeps for us, sealed beside the person's words, so that her client recognises its own message. */
export interface Echo {
  readonly from: string | null;
  readonly data: unknown;
}

/** Bot, program and counsellor share one id and have no name: a list of senders says nothing. */
const botId = 'hien';
/** For clients that never said who they are. */
const someone = 'person';

/** One message of the stream as an activity. */
export function renderItem(conversation: string, item: StreamItem): Activity {
  const common = {
    type: 'message',
    id: item.id,
    timestamp: new Date(item.at).toISOString(),
    channelId: 'directline',
    conversation: { id: conversation },
    text: item.text,
    textFormat: 'plain',
  } as const;
  return item.from === 'person'
    ? { ...common, ...echo(item.channelData) }
    : { ...common, ...ours(item, item.from) };
}

function echo(kept: unknown): Pick<Activity, 'from' | 'channelData'> {
  const { from, data } = isEcho(kept) ? kept : { from: null, data: null };
  return {
    from: { id: from ?? someone, role: 'user' },
    ...(data === null ? {} : { channelData: data }),
  };
}

const isEcho = (kept: unknown): kept is Echo =>
  typeof kept === 'object' && kept !== null && 'from' in kept && 'data' in kept;

function ours(
  item: StreamItem,
  from: PageData['from'],
): Pick<Activity, 'from' | 'channelData' | 'suggestedActions'> {
  const choices = item.choices.map(({ digit, label, value }) => ({
    digit,
    label,
    value: value as ButtonValue,
  }));
  const porch: PageData = { from, bubbles: item.bubbles, choices, card: item.card, quiet: item.quiet };
  return {
    from: { id: botId, role: 'bot' },
    ...(choices.length === 0 ? {} : { suggestedActions: { actions: choices.map(action) } }),
    channelData: { porch },
  };
}

const action = ({ label, value }: { label: string; value: ButtonValue }): CardAction => ({
  type: 'messageBack',
  title: label,
  displayText: label,
  text: label,
  value,
});
