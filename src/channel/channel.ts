import type { ChannelKind } from '../app/ports.ts';

/** What a channel can do, where it makes a difference to what is sent and accepted. */
export interface ChannelCapabilities {
  /** The person fetches her messages: nothing lights up or sounds on a phone in someone else's hand. */
  readonly pulled: boolean;
  /** Choices are drawn as buttons; the text holds them with their digits as well. */
  readonly buttons: boolean;
  /** Longest text of one message that is taken, in bytes of UTF-8. It is judged and shown as a whole. */
  readonly longestTextBytes: number;
}

/** One row per channel that exists. */
export const capabilities = {
  web: { pulled: true, buttons: true, longestTextBytes: 64 * 1024 },
} as const satisfies Partial<Record<ChannelKind, ChannelCapabilities>>;
