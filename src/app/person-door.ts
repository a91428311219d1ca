import type { Inbound } from '../conversation/inbound.ts';
import type { CardKind } from '../risk/trigger.ts';

/** A choice as the person sees it: rendered label, opaque value that a button sends back. */
export interface StreamChoice {
  readonly digit: number | null;
  readonly label: string;
  /** Opaque; `{k:'a', s, v, o}` for answers, `{k:'b', b}` for fixed buttons. Sent back verbatim by the channel. */
  readonly value: Readonly<Record<string, string | number>>;
}

/** One message as it stands in the person's stream, rendered in her language. */
export interface StreamItem {
  readonly id: string;
  readonly position: number;
  readonly at: number;
  readonly from: 'person' | 'bot' | 'system' | 'counsellor';
  /** The whole text: all bubbles and the numbered choices, digits in ASCII. The person's own words for `person`. */
  readonly text: string;
  /** The bubbles alone, for channels that draw choices as buttons. */
  readonly bubbles: readonly string[];
  readonly choices: readonly StreamChoice[];
  readonly card: CardKind | null;
  readonly quiet: boolean;
  /** What the channel gave with the person's message (`channelData`), returned verbatim. */
  readonly channelData: unknown;
}

/** What the page needs to know beside the messages. */
export interface StreamState {
  readonly quiet: boolean;
  readonly ended: boolean;
}

export type ReceiveResult =
  | { readonly status: 'accepted' | 'duplicate'; readonly id: string }
  /** No such conversation, or its words and key are gone. */
  | { readonly status: 'gone' }
  /** The event cannot be made durable (full disk): answer 503, and show the safety notice, best effort, once. */
  | { readonly status: 'unwritable'; readonly notice?: StreamItem };

/** What came of a try to come back by code and word. */
export type ComeBack =
  | {
      readonly status: 'open';
      readonly conversation: string;
      readonly token: string;
      readonly expiresInSeconds: number;
      /** Where her stream goes on: what she saw before is not shown again to whoever holds the phone. */
      readonly position: number;
    }
  | { readonly status: 'wrong' }
  | { readonly status: 'too-many'; readonly retrySeconds: number };

/**
 * What a pulled channel (the web) may do with conversations. `app` implements it; channels know nothing else of it.
 */
export interface PersonDoor {
  /** Makes a token for a conversation that does not exist yet. `token` is the secret, shown once. */
  issueToken(): Promise<{
    readonly conversation: string;
    readonly token: string;
    readonly expiresInSeconds: number;
  }>;
  /** Who a token speaks for: null when unknown, expired or revoked (`expired` tells the two apart where it can be known). */
  whose(token: string): Promise<{ readonly conversation: string } | 'expired' | null>;
  /** Another token for the same conversation, 12 h from now; the old one stays valid until it expires. */
  refresh(conversation: string): Promise<{ readonly token: string; readonly expiresInSeconds: number }>;
  /** Makes the conversation on first call; `created: false` when it was there already. */
  start(conversation: string, language: string): Promise<{ readonly created: boolean }>;
  exists(conversation: string): Promise<boolean>;
  /** Durable when it resolves. `key` recognises a repeat (client activity id). `channelData` is sealed with the words. */
  receive(conversation: string, inbound: Inbound, key: string, channelData: unknown): Promise<ReceiveResult>;
  /** A code by which she comes back to this talk; an earlier one is void. `word`: two digits of her own. */
  giveReturnCode(conversation: string, word: string): Promise<string>;
  /** The talk behind a code and its word, with a new token, from her own last message on. */
  comeBack(code: string, word: string): Promise<ComeBack>;
  /** Leave from the page itself: the token ends at once, the event follows. */
  leave(conversation: string, token: string): Promise<void>;
  /** Visible messages after `position`; in quiet mode only what may be said in quiet mode. */
  stream(
    conversation: string,
    position: number,
  ): Promise<{
    readonly items: readonly StreamItem[];
    readonly position: number;
    readonly state: StreamState;
  }>;
  /** Told whenever something new may stand in the stream, or the conversation ended. Returns the unsubscriber. */
  onNews(conversation: string, listener: (news: 'stream' | 'revoked') => void): () => void;
  /** A page of this conversation is open now (a live socket or a recent poll): staff see it. */
  seen(conversation: string): void;
}
