import type { ChannelKind } from '../conversation/channel.ts';
import type { Inbound } from '../conversation/inbound.ts';

/** What a vendor told us, in our words. Names, avatars, numbers and language codes were dropped before this exists. */
export type ChannelEvent =
  | {
      readonly type: 'message';
      readonly inbound: Inbound;
      /** The vendor's id of her message, for deleting it on her phone; null where there is none. */
      readonly vendorId: string | null;
      /** The vendor's handle of a voice note or picture. Nothing is fetched; it is sealed with the message. */
      readonly media: string | null;
    }
  /** Somebody answered in the vendor's own console, past Hiên. */
  | { readonly type: 'answered-outside'; readonly at: number }
  /** She blocked, unfollowed, or withdrew her consent: the same as deleting (safety-content §4.1). */
  | { readonly type: 'withdrawn' }
  /** She received or saw messages of ours: counted, nothing else. */
  | { readonly type: 'status'; readonly status: 'delivered' | 'seen' };

/** One event of one person. `key` recognises a repeat, whatever the order in which events arrive. */
export interface Arrival {
  /** The vendor's address of the person: hashed with a key and sealed, never logged. */
  readonly address: string;
  readonly key: string;
  readonly event: ChannelEvent;
}

/**
 * `accepted`: durable, answer 200. `duplicate`, `ignored` (nothing to do: answer 200 too).
 * `unwritable`: nothing could be made durable; the safety notice was sent, best effort; answer 503, it comes again.
 */
export type Arrived = 'accepted' | 'duplicate' | 'ignored' | 'unwritable';

/** What a channel that is told of messages (a webhook, a poll) may do. Never throws. */
export interface ChannelDoor {
  arrive(kind: ChannelKind, arrival: Arrival): Promise<Arrived>;
}
