import * as z from 'zod/mini';
import type { Inbound } from '../../conversation/inbound.ts';
import type { ZaloAddress } from './address.ts';
import { type EventGroup, groupOf } from './event-names.ts';
import { zaloLimits } from './limits.ts';
import { readPayload } from './payload.ts';

/** What an event tells. `key` names it for ever: a repeat has the same one (channels.md §1.8). */
export type ZaloEvent =
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly at: number;
      readonly from: ZaloAddress;
      /** Her words first, then what came with them. */
      readonly inbounds: readonly [Inbound, ...Inbound[]];
      /** Zalo's id of the message; null where it gives none. */
      readonly messageId: string | null;
      /** Where Zalo keeps the voice note or picture. Nothing is fetched. */
      readonly media: string | null;
    }
  /** Something went out from the account to her; `byPerson` where OA Manager names who answered (the name is dropped). */
  | {
      readonly kind: 'echo';
      readonly key: string;
      readonly at: number;
      readonly to: ZaloAddress;
      readonly messageId: string | null;
      readonly text: string | null;
      readonly byPerson: boolean;
    }
  | {
      readonly kind: 'status';
      readonly key: string;
      readonly status: 'received' | 'seen';
      readonly from: ZaloAddress;
    }
  /** Followed, or opened the chat for the first time. Nothing is sent for it: she has written nothing. */
  | { readonly kind: 'entered' }
  /** Unfollowed, or asked Zalo that her data be removed: erased here (safety-content §4.1, Deleting). */
  | {
      readonly kind: 'gone';
      readonly key: string;
      readonly at: number;
      readonly who: ZaloAddress;
      readonly why: 'unfollowed' | 'withdrawn';
    }
  /** Taken and not looked at. */
  | { readonly kind: 'dropped' }
  /** A name or a shape that nobody knows: taken, counted. */
  | { readonly kind: 'unknown' };

const id = z.pipe(
  z.union([z.string().check(z.regex(/^[\w-]{1,128}$/u)), z.int()]),
  z.transform((value: string | number) => String(value)),
);
/** Milliseconds, as text or number, within what a date can hold. */
const time = z.pipe(
  z.union([z.string().check(z.regex(/^\d{1,15}$/u)), z.int().check(z.nonnegative(), z.lte(8.64e15))]),
  z.transform((value: string | number) => Number(value)),
);

const named = z.object({
  event_name: z.string().check(z.maxLength(zaloLimits.idCharacters)),
  timestamp: time,
});
const content = z.object({
  msg_id: z.optional(id),
  text: z.nullish(z.string()),
  conversation_id: z.optional(id),
  attachments: z.nullish(z.array(z.object({ payload: z.nullish(z.object({ url: z.nullish(z.string()) })) }))),
});
/** Both directions: `sender` and `recipient` swap places in echoes. Names, avatars and `user_id_by_app` are not read. */
const talk = z.object({
  sender: z.object({ id, admin_id: z.nullish(z.union([z.string(), z.number()])) }),
  recipient: z.object({ id }),
  message: content,
});
const status = z.object({ sender: z.object({ id }), message: z.object({ msg_id: z.optional(id) }) });
/** Management events: `follower.id`, `user_id` or `sender.id`, whichever is there. */
const management = z.object({
  follower: z.optional(z.object({ id })),
  user_id: z.optional(id),
  sender: z.optional(z.object({ id })),
});

interface Stamp {
  readonly name: string;
  readonly at: number;
}

/** Reads one signed event. Never throws: what it does not know is `unknown`. */
export function parseEvent(value: unknown): ZaloEvent {
  const read = named.safeParse(value);
  if (!read.success) return { kind: 'unknown' };
  const stamp = { name: read.data.event_name, at: read.data.timestamp };
  const group = groupOf(stamp.name);
  switch (group.group) {
    case 'message':
      return messageOf(value, stamp, group);
    case 'echo':
      return echoOf(value, stamp, group.to);
    case 'status':
      return statusOf(value, stamp, group.status);
    case 'unfollowed':
    case 'withdrawn':
      return goneOf(value, stamp, group.group);
    case 'entered':
      return { kind: 'entered' };
    case 'dropped':
      return { kind: 'dropped' };
    case 'unknown':
      return { kind: 'unknown' };
  }
}

function messageOf(
  value: unknown,
  stamp: Stamp,
  { from: side, media }: Extract<EventGroup, { group: 'message' }>,
): ZaloEvent {
  const read = talk.safeParse(value);
  if (!read.success) return { kind: 'unknown' };
  const { sender, message } = read.data;
  const from = addressOf(side, sender.id, message.conversation_id);
  if (from === null) return { kind: 'unknown' };
  return {
    kind: 'message',
    key: keyOf(stamp, message.msg_id, sender.id),
    at: stamp.at,
    from,
    inbounds: inboundsOf((message.text ?? '').toWellFormed(), media),
    messageId: message.msg_id ?? null,
    media: media === 'voice' || media === 'picture' ? handleOf(message.attachments?.[0]?.payload?.url) : null,
  };
}

const handleOf = (url: string | null | undefined): string | null =>
  url !== undefined && url !== null && url.length <= zaloLimits.handleCharacters ? url : null;

/** A tap comes as the text of its payload. A sticker without words is what it is; an empty message is one too. */
function inboundsOf(
  text: string,
  media: Extract<EventGroup, { group: 'message' }>['media'],
): readonly [Inbound, ...Inbound[]] {
  if (media === null) return [readPayload(text) ?? { kind: 'text', text }];
  const came: Inbound = { kind: 'media', media };
  return text.trim() === '' ? [came] : [{ kind: 'text', text }, came];
}

function echoOf(value: unknown, stamp: Stamp, side: ZaloAddress['kind']): ZaloEvent {
  const read = talk.safeParse(value);
  if (!read.success) return { kind: 'unknown' };
  const { sender, recipient, message } = read.data;
  const to = addressOf(side, recipient.id, message.conversation_id);
  if (to === null) return { kind: 'unknown' };
  const admin = sender.admin_id ?? '';
  return {
    kind: 'echo',
    key: keyOf(stamp, message.msg_id, recipient.id),
    at: stamp.at,
    to,
    messageId: message.msg_id ?? null,
    text: message.text ?? null,
    byPerson: !['', '0'].includes(String(admin)),
  };
}

function addressOf(
  side: ZaloAddress['kind'],
  subject: string,
  conversation: string | undefined,
): ZaloAddress | null {
  if (side === 'user') return { kind: 'user', user: subject };
  return conversation === undefined ? null : { kind: 'anonymous', anonymous: subject, conversation };
}

function statusOf(value: unknown, stamp: Stamp, kind: 'received' | 'seen'): ZaloEvent {
  const read = status.safeParse(value);
  if (!read.success) return { kind: 'unknown' };
  const { sender, message } = read.data;
  const key = keyOf(stamp, message.msg_id, sender.id);
  return { kind: 'status', key, status: kind, from: { kind: 'user', user: sender.id } };
}

function goneOf(value: unknown, stamp: Stamp, why: 'unfollowed' | 'withdrawn'): ZaloEvent {
  const read = management.safeParse(value);
  const user = read.data?.follower?.id ?? read.data?.user_id ?? read.data?.sender?.id;
  if (user === undefined) return { kind: 'unknown' };
  return { kind: 'gone', key: keyOf(stamp, undefined, user), at: stamp.at, who: { kind: 'user', user }, why };
}

/** `event_name` with `message.msg_id`; without one, with the subject's id and the timestamp. */
const keyOf = ({ name, at }: Stamp, messageId: string | undefined, subject: string): string =>
  messageId === undefined ? `${name} ${subject} ${String(at)}` : `${name} ${messageId}`;
