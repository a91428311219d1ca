import * as z from 'zod/mini';
import type { Arrival } from '../../app/channel-door.ts';
import { type FixedButton, fixedButtons, type Inbound } from '../../conversation/inbound.ts';
import { buttonValue } from '../../wire/chat.ts';
import type { Parsed } from '../channel.ts';
import { addressText, isAllowedService } from './address.ts';
import { activityLimits } from './limits.ts';

const id = z.string().check(z.minLength(1), z.maxLength(activityLimits.id));

/** What we read of an Activity; names, locales, time zones, entities and channel data are left behind here. */
const activity = z.object({
  type: z.string(),
  id: z.optional(id),
  channelId: id,
  serviceUrl: id,
  from: z.object({ id }),
  recipient: z.object({ id }),
  conversation: z.object({ id, isGroup: z.nullish(z.boolean()) }),
  text: z.nullish(z.string()),
  value: z.optional(z.unknown()),
  action: z.nullish(z.string()),
  attachments: z.nullish(z.array(z.object({ contentType: z.nullish(z.string()) }))),
});
type Activity = z.infer<typeof activity>;

const nothing: Parsed = { arrivals: [], courtesies: [] };

/**
 * One Activity, as bytes. What is broken, unknown, or comes from a service that is not ours is no arrival. A repeat is known
 * by its id; one without an id gets a key of its own from `fresh`: it may be heard twice, but is never lost.
 */
export function parseActivity(body: Uint8Array, hosts: readonly string[], fresh: () => string): Parsed {
  const read = activity.safeParse(jsonOf(body));
  // A program that listens to people in danger never speaks in a group.
  if (!read.success || read.data.conversation.isGroup === true) return nothing;
  if (!isAllowedService(read.data.serviceUrl, hosts)) return nothing;
  const event = eventOf(read.data);
  return event === null ? nothing : { arrivals: [arrivalOf(read.data, event, fresh)], courtesies: [] };
}

function arrivalOf(given: Activity, event: Arrival['event'], fresh: () => string): Arrival {
  const address = addressText({
    serviceUrl: given.serviceUrl,
    channel: given.channelId,
    conversation: given.conversation.id,
    person: given.from.id,
    bot: given.recipient.id,
  });
  return { address, key: `${given.type} ${given.id ?? fresh()}`, event };
}

function eventOf(given: Activity): Arrival['event'] | null {
  switch (given.type) {
    case 'message': {
      const inbound = inboundOf(given);
      return inbound === null ? null : { type: 'message', inbound, vendorId: given.id ?? null, media: null };
    }
    case 'endOfConversation':
      return { type: 'message', inbound: { kind: 'button', button: 'leave' }, vendorId: null, media: null };
    case 'contactRelationUpdate':
    case 'installationUpdate':
      return given.action === 'remove' ? { type: 'withdrawn' } : null;
    default:
      return null;
  }
}

function inboundOf({ text, value, attachments }: Activity): Inbound | null {
  const words = text ?? '';
  const tap = buttonValue.safeParse(value);
  if (tap.success) {
    if (tap.data.k === 'a')
      return { kind: 'answer', step: tap.data.s, visit: tap.data.v, option: tap.data.o, text: words };
    if (isFixed(tap.data.b)) return { kind: 'button', button: tap.data.b };
  }
  if (words.trim() !== '') return { kind: 'text', text: words };
  const [first] = attachments ?? [];
  return first === undefined ? null : { kind: 'media', media: mediaOf(first.contentType ?? '') };
}

const isFixed = (name: string): name is FixedButton => (fixedButtons as readonly string[]).includes(name);

type Media = Extract<Inbound, { kind: 'media' }>['media'];

function mediaOf(contentType: string): Media {
  const [family = ''] = contentType.toLowerCase().split('/');
  if (family === 'image') return 'picture';
  if (family === 'audio') return 'voice';
  if (family === 'video') return 'video';
  return family === 'application' ? 'file' : 'other';
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}
