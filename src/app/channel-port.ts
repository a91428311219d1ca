import type { ChannelKind, ChannelManner } from '../conversation/channel.ts';
import type { Sender, SendReason } from '../conversation/outbound.ts';
import type { CardKind } from '../risk/trigger.ts';
import type { StreamChoice } from './person-door.ts';

/*
 * What the application asks of a channel that sends by itself (Telegram, Zalo, an Activity service). Ids and addresses
 * are the vendor's, opaque strings; times are milliseconds since 1970.
 */

/** What a channel can do, where it makes a difference to what is sent, accepted or promised. */
export interface ChannelCapabilities extends Omit<ChannelManner, 'kind'> {
  /** Longest text of one message; longer ones are split at sentences (pushed) or refused (pulled). */
  readonly longestText: number;
  readonly textUnit: 'bytes' | 'characters';
  /** Most buttons that one message surely carries; 0: the numbers in the text are all there is. */
  readonly buttons: number;
  /** Longest payload behind a button, in bytes of UTF-8. */
  readonly payloadBytes: number;
  /** Text can be hidden until it is tapped, in previews too. */
  readonly spoiler: boolean;
  /** A message can be kept from being forwarded and saved. It also stops her own screenshots. */
  readonly protect: boolean;
  /** Hours after her last message in which one may still write to her; null: no such window. */
  readonly windowHours: number | null;
  /** Hours of them that cost nothing; null: all. */
  readonly freeHours: number | null;
  readonly audioIn: boolean;
  readonly audioOut: boolean;
  readonly pictures: boolean;
  readonly location: boolean;
}

/** What became of an outbound message. */
export type Delivery =
  /** `reworded`: the vendor refused the wording, and the neutral twin went out in its place; staff are told. */
  | { readonly status: 'sent'; readonly reworded?: true }
  | { readonly status: 'retry'; readonly afterMs: number }
  | { readonly status: DeliveryFailure }
  /** Not tried: the conversation went quiet, left or changed hands meanwhile. */
  | { readonly status: 'suppressed' };

/**
 * Why a message never arrived: the vendor's window is closed · she blocked us or is gone · the vendor refuses these
 * words or this kind · our account, token or package is wrong.
 */
export const deliveryFailures = ['windowClosed', 'unreachable', 'rejected', 'misconfigured'] as const;
export type DeliveryFailure = (typeof deliveryFailures)[number];

/** One message of ours, ready to be put on the wire: opened, worded in her language at this second. */
export interface Dispatch {
  /** Our ids, opaque: for an idempotency key where the vendor has one. */
  readonly message: string;
  readonly conversation: string;
  readonly address: string;
  readonly from: Sender;
  readonly why: SendReason;
  readonly card: CardKind | null;
  readonly bubbles: readonly string[];
  /** Bubbles whose beginning betrays the subject in a preview: hidden until tapped, where the channel can. */
  readonly telling: readonly boolean[];
  /** Answers with their digits; numbered in the text on every channel, buttons beside it where they are sure. */
  readonly choices: readonly StreamChoice[];
  /** The buttons of every screen (Gấp, Gặp người trực, Thoát); none in quiet mode. */
  readonly fixed: readonly StreamChoice[];
  /** The same in neutral words and numbers, for a vendor that refuses the wording. */
  readonly neutral: string;
  /** The conversation is quiet: without a sound, hidden in previews, not to be forwarded. */
  readonly quiet: boolean;
  /** Earlier attempts made the channel fail in itself: text alone, nothing drawn. */
  readonly plain: boolean;
  /** Parts of this message that went out before; it goes on after them. */
  readonly partsSent: number;
  /** Earlier attempts that failed. The outbox itself waits longer after each. */
  readonly attempts: number;
  readonly lastPersonAt: number;
}

/** What came of sending: also after a failure in the middle, the vendor's ids of the parts that went out now. */
export interface Pushed {
  readonly delivery: Delivery;
  readonly vendorIds: readonly string[];
}

/** What must go at the vendor's when she has her words deleted; what she and we sent, with its hour. */
export interface VendorErasing {
  readonly address: string;
  readonly messages: readonly { readonly id: string; readonly at: number }[];
  /** `kept`: only her phone is emptied ("Chỉ xóa trên máy này"); otherwise what the vendor keeps for us goes too. */
  readonly words: 'gone' | 'kept';
}
export type VendorErased =
  | { readonly status: 'done' }
  | { readonly status: 'retry'; readonly afterMs: number };

/** A channel that sends by itself. Neither call throws: a failure is a value. One that throws is tried again. */
export interface Push {
  send(dispatch: Dispatch): Promise<Pushed>;
  erase(erasing: VendorErasing): Promise<VendorErased>;
  /**
   * A voice note or picture of hers by the vendor's handle, when somebody on staff asks for it; null where it is gone,
   * longer than `longest` bytes or out of reach. Absent where the channel cannot.
   */
  fetch?(handle: string, longest: number): Promise<Uint8Array | null>;
}

/** The sending side of a channel. `push` is null where the person fetches: standing in her stream is delivery. */
export interface ChannelSender {
  readonly kind: ChannelKind;
  readonly capabilities: ChannelCapabilities;
  readonly push: Push | null;
  /** What staff must know of the channel now, as keys `warning.*`; none while all is well. */
  readonly warnings?: () => readonly string[];
}
