import type { Arrival } from '../../app/channel-door.ts';
import type { FixedButton, Inbound } from '../../conversation/inbound.ts';
import type { Parsed } from '../channel.ts';
import { tapOf } from './payload.ts';
import { type TelegramMessage, type TelegramTap, type TelegramUpdate, telegramUpdate } from './update.ts';

/** What Telegram's app waits for: the end of a button's spinner, our leaving a group. */
export type TelegramCourtesy =
  | { readonly type: 'answer-tap'; readonly tap: string }
  | { readonly type: 'leave'; readonly group: number };

type Facts = Parsed<TelegramCourtesy>;
const nothing: Facts = { arrivals: [], courtesies: [] };

/** One update, as bytes. What is broken or unknown is no arrival. */
export function parseTelegram(body: Uint8Array): Facts {
  try {
    return factsOf(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    return nothing;
  }
}

/** One update, as it came by polling. */
export function factsOf(value: unknown): Facts {
  const read = telegramUpdate.safeParse(value);
  if (!read.success) return nothing;
  const { message, edited_message: edited, callback_query: tap, my_chat_member: member } = read.data;
  if (message !== undefined) return fromMessage(message, `m:${String(message.message_id)}`);
  if (edited !== undefined) return fromMessage(edited, editKey(edited));
  if (tap !== undefined) return fromTap(tap);
  return member === undefined ? nothing : fromMember(member, read.data.update_id);
}

/** Edited words are judged like new ones; each edit once. */
const editKey = ({ message_id, edit_date = 0 }: TelegramMessage): string =>
  `e:${String(message_id)}:${String(edit_date)}`;

function fromMessage(message: TelegramMessage, key: string): Facts {
  const { chat } = message;
  if (chat.type !== 'private') return leaving(chat.id);
  if (message.from?.is_bot === true) return nothing;
  const address = String(chat.id);
  const vendorId = String(message.message_id);
  const words = message.text ?? message.caption;
  const came = mediaOf(message);
  const arrivals: Arrival[] = [];
  if (words !== undefined)
    arrivals.push({
      address,
      key: `${key}:words`,
      event: { type: 'message', inbound: inboundOf(words), vendorId, media: null },
    });
  if (came !== null)
    arrivals.push({
      address,
      key,
      event: {
        type: 'message',
        inbound: { kind: 'media', media: came.media },
        vendorId: words === undefined ? vendorId : null,
        media: came.file,
      },
    });
  return { arrivals, courtesies: [] };
}

/** The commands of the bot's menu, in words that betray nothing; `/start` opens the talk like any harmless word. */
export const commands = {
  gap: 'sos',
  nguoi: 'person',
  ban: 'quiet',
  thoat: 'leave',
  xoa: 'erase',
} as const satisfies Readonly<Record<string, FixedButton>>;

function inboundOf(words: string): Inbound {
  const name = /^\/(\w{1,32})(?:@\w{1,64})?\s*$/u.exec(words)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(commands, name)
    ? { kind: 'button', button: commands[name as keyof typeof commands] }
    : { kind: 'text', text: words.toWellFormed() };
}

type Media = Extract<Inbound, { kind: 'media' }>['media'];
type Came = { readonly media: Media; readonly file: string | null };

/** What came beside words; null for what Telegram itself says in a chat (pinned, timer changed). */
function mediaOf(message: TelegramMessage): Came | null {
  const found = kinds.find(([field]) => message[field] !== undefined);
  if (found === undefined) return null;
  const [field, media] = found;
  const value: unknown = message[field];
  // Of a picture in several sizes the last is the whole one.
  const file: unknown = Array.isArray(value) ? value.at(-1) : value;
  return { media, file: isFile(file) ? file.file_id : null };
}

/** An animation comes with a document beside it: the first match counts. */
const kinds = [
  ['voice', 'voice'],
  ['audio', 'voice'],
  ['photo', 'picture'],
  ['animation', 'video'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['sticker', 'sticker'],
  ['document', 'file'],
  ['venue', 'location'],
  ['location', 'location'],
  ['contact', 'other'],
  ['poll', 'other'],
  ['dice', 'other'],
  ['story', 'other'],
  ['game', 'other'],
  ['paid_media', 'other'],
] as const satisfies readonly (readonly [keyof TelegramMessage, Media])[];

const isFile = (value: unknown): value is { readonly file_id: string } =>
  typeof value === 'object' && value !== null && 'file_id' in value && typeof value.file_id === 'string';

/** A tap is answered towards the app whatever it says; a payload of long ago says what its label said. */
function fromTap({ id, data = '', message }: TelegramTap): Facts {
  const courtesies: readonly TelegramCourtesy[] = [{ type: 'answer-tap', tap: id }];
  if (message === undefined) return { arrivals: [], courtesies };
  if (message.chat.type !== 'private') return leaving(message.chat.id);
  const buttons = message.reply_markup?.inline_keyboard.flat() ?? [];
  const label = buttons.find(({ callback_data: payload }) => payload === data)?.text ?? '';
  const bare = label.replace(/^\d \s*/u, '');
  const inbound = tapOf(data, bare) ?? ({ kind: 'text', text: bare } as const);
  const event = { type: 'message', inbound, vendorId: null, media: null } as const;
  return { arrivals: [{ address: String(message.chat.id), key: `t:${id}`, event }], courtesies };
}

/** Blocked: the same as deleting (safety-content §4.1). Put into a group or a channel: we go without a word. */
function fromMember(
  { chat, new_chat_member: { status } }: NonNullable<TelegramUpdate['my_chat_member']>,
  update: number,
): Facts {
  if (chat.type !== 'private') return isGone(status) ? nothing : leaving(chat.id);
  if (!isGone(status)) return nothing;
  const arrival: Arrival = {
    address: String(chat.id),
    key: `u:${String(update)}`,
    event: { type: 'withdrawn' },
  };
  return { arrivals: [arrival], courtesies: [] };
}

const isGone = (status: string): boolean => status === 'kicked' || status === 'left';

/** A program that listens to people in danger never speaks in a group. */
const leaving = (group: number): Facts => ({ arrivals: [], courtesies: [{ type: 'leave', group }] });
