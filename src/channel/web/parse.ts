import * as z from 'zod/mini';
import { type FixedButton, fixedButtons, type Inbound } from '../../conversation/inbound.ts';
import { codeOf } from '../../text/code.ts';
import { type ButtonValue, buttonValue } from '../../wire/chat.ts';
import { capabilities } from '../channel.ts';
import type { Json } from './body.ts';
import { webLimits } from './limits.ts';

/** What an activity of the person says. */
export type Posted =
  | {
      readonly status: 'message';
      /** Her words or her button first, then what was attached. Never empty. */
      readonly inbounds: readonly [Inbound, ...Inbound[]];
      /** SOS and leave: never held back by a limit. */
      readonly urgent: boolean;
      /** `channelData.clientActivityID`: recognises a repeat. */
      readonly key: string | null;
      /** The client's own word for itself, for its echo. */
      readonly fromId: string | null;
      readonly channelData: unknown;
    }
  | { readonly status: 'leave' }
  /** `typing`, `event` and types nobody knows are taken and do nothing (Activity A2014). */
  | { readonly status: 'ignored' }
  | { readonly status: 'tooLarge' }
  | { readonly status: 'refused'; readonly message: string };

const typed = z.object({ type: z.string().check(z.minLength(1)) });

/**
 * The fields we read. All others are dropped here: names, time zone, local time, region, entities. Unknown ones are
 * no error (Activity A2005).
 */
const message = z.object({
  text: z.nullish(z.string()),
  value: z.optional(z.unknown()),
  attachments: z.nullish(z.array(z.object({ contentType: z.nullish(z.string()) }))),
  channelData: z.optional(z.unknown()),
  from: z.nullish(z.object({ id: z.nullish(z.string().check(z.maxLength(webLimits.clientId))) })),
});
type Message = z.infer<typeof message>;

const clientActivity = z.object({
  clientActivityID: z.string().check(z.minLength(1), z.maxLength(webLimits.clientId)),
});

/** Reads an activity that a client posted. */
export function parseActivity(activity: Json): Posted {
  const type = typed.safeParse(activity);
  if (!type.success) return refused('type');
  if (type.data.type === 'endOfConversation') return { status: 'leave' };
  if (type.data.type !== 'message') return { status: 'ignored' };
  const read = message.safeParse(activity);
  if (!read.success) return refused(read.error.issues[0]?.path.join('.') ?? '');
  return fromMessage(read.data);
}

function fromMessage(posted: Message): Posted {
  const text = (posted.text ?? '').toWellFormed();
  if (Buffer.byteLength(text, 'utf8') > capabilities.web.longestText) return { status: 'tooLarge' };
  const inbounds = inboundsOf(posted, text);
  return {
    status: 'message',
    inbounds,
    urgent: isUrgent(inbounds[0]),
    key: keyOf(posted.channelData),
    fromId: posted.from?.id ?? null,
    channelData: posted.channelData ?? null,
  };
}

/** An empty message is one too: she pressed "send", and is answered. */
function inboundsOf(posted: Message, text: string): readonly [Inbound, ...Inbound[]] {
  const pressed = buttonOf(posted.value) ?? buttonOf(text);
  if (pressed !== null)
    return [inboundOf(pressed, posted.value === undefined || posted.value === null ? '' : text)];
  const [first] = posted.attachments ?? [];
  const media = first === undefined ? null : mediaOf(first.contentType ?? '');
  if (media === null) return [{ kind: 'text', text }];
  return text === '' ? [media] : [{ kind: 'text', text }, media];
}

/** A button's value comes as it was given, or (`postBack`, `imBack`) as its JSON in text. */
function buttonOf(value: unknown): ButtonValue | null {
  const read = buttonValue.safeParse(typeof value === 'string' ? fromText(value) : value);
  if (!read.success) return null;
  return read.data.k === 'b' && !isFixed(read.data.b) ? null : read.data;
}

function fromText(text: string): unknown {
  if (text.length > webLimits.valueText || !/^\s*\{/u.test(text)) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function inboundOf(pressed: ButtonValue, text: string): Inbound {
  if (pressed.k === 'a')
    return { kind: 'answer', step: pressed.s, visit: pressed.v, option: pressed.o, text };
  return { kind: 'button', button: pressed.b as FixedButton };
}

const isFixed = (name: string): boolean => (fixedButtons as readonly string[]).includes(name);

/** What kind of thing came, by its media type. Nothing else of it is kept. */
function mediaOf(contentType: string): Inbound {
  const [family = '', kind = ''] = contentType.toLowerCase().split(';', 1)[0]?.trim().split('/') ?? [];
  if (family === 'image') return { kind: 'media', media: 'picture' };
  if (family === 'audio') return { kind: 'media', media: 'voice' };
  if (family === 'video') return { kind: 'media', media: 'video' };
  const isCard = kind.startsWith('vnd.microsoft.');
  return {
    kind: 'media',
    media: (family === 'application' || family === 'text') && !isCard ? 'file' : 'other',
  };
}

function isUrgent(inbound: Inbound): boolean {
  if (inbound.kind === 'button') return inbound.button === 'sos' || inbound.button === 'leave';
  if (inbound.kind !== 'text') return false;
  const code = codeOf(inbound.text)?.kind;
  return code === 'sos' || code === 'leave';
}

function keyOf(channelData: unknown): string | null {
  const read = clientActivity.safeParse(channelData);
  return read.success ? read.data.clientActivityID : null;
}

const refused = (field: string): Posted => ({
  status: 'refused',
  message: `"${field}" is missing or not what it should be.`,
});
