import type { ChannelKind } from '../conversation/channel.ts';
import type { AuditAction, PageTarget } from '../conversation/effect.ts';
import type { Sender } from '../conversation/outbound.ts';
import type { TimerKind } from '../conversation/turn-event.ts';
import type { CustodyState } from '../machine/custody-types.ts';
import type { RiskLevel } from '../risk/level.ts';
import type { Opinion } from '../risk/second-opinion.ts';
import type { Delivery } from './channel-port.ts';
import type { PageDeliveryRow, PageStore } from './page-rows.ts';

/*
 * The ports of the application: what it needs from the outside, as types.
 * All times are whole milliseconds since 1970; all ids are random and opaque; `Uint8Array` is always sealed.
 */

export type { ChannelKind, Delivery };

/** A conversation's row: what the program sorts by stands in clear, the rest is sealed in `snapshot`. */
export interface ConversationRow {
  readonly id: string;
  readonly pseudonym: string;
  readonly channel: ChannelKind;
  /** Keyed hash of the channel's address; null where the channel needs none (web), and after erasing. */
  readonly addressHash: string | null;
  /** The address itself, sealed with the conversation's key; it goes with the words. */
  readonly address: Uint8Array | null;
  readonly language: string;
  readonly owner: CustodyState;
  readonly level: RiskLevel;
  readonly highest: RiskLevel;
  readonly quiet: boolean;
  readonly holder: string | null;
  readonly flow: string | null;
  readonly structure: string | null;
  /** Number of committed turns; a commit that expects another version fails. */
  readonly version: number;
  /** Next message number. Only the conversation's lane hands numbers out. */
  readonly nextSeq: number;
  readonly createdAt: number;
  readonly lastPersonAt: number | null;
  readonly closedAt: number | null;
  readonly erasedAt: number | null;
  /** Sealed `Talk`; null before the first turn and after erasing. */
  readonly snapshot: Uint8Array | null;
}

/** What a turn writes over its conversation row. */
export type ConversationChange = Pick<
  ConversationRow,
  | 'owner'
  | 'level'
  | 'highest'
  | 'quiet'
  | 'holder'
  | 'flow'
  | 'structure'
  | 'nextSeq'
  | 'lastPersonAt'
  | 'closedAt'
  | 'erasedAt'
  | 'snapshot'
  | 'language'
> & { readonly id: string; readonly expectedVersion: number };

export type InboxKind = 'person' | 'staff' | 'timer' | 'opinion' | 'console' | 'retention' | 'command';

/** A durable inbound event. `dedupe` is a keyed hash and unique: a repeat is recognised, not stored. */
export interface InboxRow {
  readonly id: string;
  /** Null for commands to the whole server (`hien staff add`). */
  readonly conversation: string | null;
  readonly kind: InboxKind;
  readonly dedupe: string;
  readonly at: number;
  readonly body: Uint8Array;
}
/** `order` rises with acceptance: a lane handles its rows in this order. */
export type PendingInbox = InboxRow & { readonly order: number; readonly attempts: number };

/** `in` the person's, `out` to the person, `note` staff only. */
export type MessageDirection = 'in' | 'out' | 'note';
/** `pending` waits in the outbox; only `visible` ones stand in the person's stream. */
export type MessageState = 'pending' | 'visible' | 'suppressed' | 'undone' | 'failed';

export interface MessageRow {
  readonly id: string;
  readonly conversation: string;
  readonly seq: number;
  readonly direction: MessageDirection;
  readonly sender: Sender | 'person' | 'note';
  readonly at: number;
  /** May be delivered while the conversation is quiet. */
  readonly quiet: boolean;
  readonly body: Uint8Array;
}
/**
 * `position` numbers what the person can see, in the order in which it became visible; null until then.
 * `vendor`: the vendor's ids of the parts that went out, sealed; null before, and where there are none.
 */
export type StoredMessage = MessageRow & {
  readonly state: MessageState;
  readonly position: number | null;
  readonly vendor: Uint8Array | null;
};

/** An outbound message on its way. `holdUntil` is the undo window, `retryAt` the channel's back-off. */
export interface OutboxRow {
  readonly message: string;
  readonly conversation: string;
  readonly seq: number;
  readonly channel: ChannelKind;
  readonly sender: Sender;
  readonly holdUntil: number;
}
export type PendingOutbox = OutboxRow & {
  readonly retryAt: number;
  readonly attempts: number;
  readonly quiet: boolean;
};

export interface TimerRow {
  readonly conversation: string;
  readonly kind: TimerKind;
  /** Names the arming: a fired timer with another token is stale and does nothing. */
  readonly token: string;
  readonly dueAt: number;
}

export interface QueueRow {
  readonly conversation: string;
  readonly level: RiskLevel;
  /** Trigger codes, space separated, in the order found. */
  readonly triggers: string;
  readonly waitingSince: number;
  readonly returned: boolean;
  readonly quiet: boolean;
  readonly gone: 'no' | 'left' | 'erased';
  readonly mayWrite: boolean;
  readonly usesViolence: boolean;
  readonly child: boolean;
  readonly holder: string | null;
}

/** A page counts only when acknowledged. */
export interface PageRow {
  readonly id: string;
  readonly conversation: string;
  readonly target: PageTarget;
  readonly why: string;
  readonly at: number;
}

/** Audit rows name conversations by pseudonym, never by content, and outlive them. */
export interface AuditRow {
  readonly at: number;
  readonly action: AuditAction;
  readonly pseudonym: string | null;
  /** Staff id, or null for the program and the person. */
  readonly by: string | null;
  readonly params: Readonly<Record<string, string>>;
}

export const staffRoles = [
  'counsellor',
  'supervisor',
  'interpreter',
  'editor',
  'reviewer',
  'administrator',
  'auditor',
] as const;
export type StaffRole = (typeof staffRoles)[number];

export interface StaffRow {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly active: boolean;
  readonly createdAt: number;
  /** On shift since, with the hour of the last passed sound test; null when off shift. */
  readonly shiftSince: number | null;
  readonly soundTestedAt: number | null;
}

/** A one-time link (invitation, first set-up): only the keyed hash of its secret is kept. */
export interface InvitationRow {
  readonly hash: string;
  readonly staff: string | null;
  readonly name: string;
  readonly role: StaffRole;
  readonly expiresAt: number;
}

/**
 * What staff edit or file, one body per kind and id: the centre, a number, a shift, a contact record, a published
 * flow. Every change is a new version; earlier ones are kept. `body` null marks a removed one.
 */
export interface RecordRow {
  readonly kind: string;
  readonly id: string;
  /** 1 for the first. A change that does not follow the newest version is stale. */
  readonly version: number;
  readonly at: number;
  /** Staff id, or null for the program. */
  readonly by: string | null;
  readonly body: Uint8Array | null;
}

/**
 * All facts of one turn (or of one staff or system event without a conversation), finished: no callbacks.
 * They are written together or not at all.
 */
export interface TurnCommit {
  readonly conversation: ConversationChange | null;
  /** Inbox rows that this turn handled: their bodies go, their dedupe keys stay. */
  readonly handled: readonly string[];
  readonly messages: readonly (MessageRow & { readonly state: MessageState })[];
  readonly outbox: readonly OutboxRow[];
  /** Pending outbox rows of these senders in this conversation become `suppressed` before `outbox` is added. */
  readonly suppress: readonly Sender[];
  /** Pending messages taken back by the counsellor within her undo window. */
  readonly undo: readonly string[];
  readonly timersStopped: readonly TimerKind[];
  readonly timersStarted: readonly TimerRow[];
  /** `undefined` leaves the entry, `null` removes it. */
  readonly queue?: QueueRow | null;
  readonly pages: readonly PageRow[];
  /** The ways by which its pages go out; absent where nobody is reached off screen. */
  readonly deliveries?: readonly PageDeliveryRow[];
  readonly pagesAcknowledged: readonly {
    readonly conversation: string;
    readonly by: string;
    readonly at: number;
  }[];
  readonly audit: readonly AuditRow[];
  readonly counters: readonly { readonly name: string; readonly day: string; readonly add: number }[];
  /** The web tokens of this conversation end. */
  readonly revokeTokens: boolean;
  /** Deletes the words: message and inbox and outbox bodies and the snapshot. The key went before. */
  readonly erase: boolean;
  /** Deletes the conversation's row and all that hangs on it (retention). */
  readonly forget: boolean;
  readonly staff: readonly StaffRow[];
  readonly invitations: readonly InvitationRow[];
  /** Hashes of invitations that were used. */
  readonly invitationsUsed: readonly string[];
  /** Each the version after the newest one of its kind and id; otherwise the whole commit is stale. */
  readonly records: readonly RecordRow[];
}

export type CommitResult =
  | { readonly status: 'committed' }
  /** Another turn was first: load again and take the turn anew. */
  | { readonly status: 'stale' }
  /** This turn's rows were refused by the database; its neighbours stand. */
  | { readonly status: 'failed'; readonly cause: unknown };

export interface Settlement {
  readonly message: string;
  readonly conversation: string;
  readonly delivery: Delivery;
  readonly at: number;
  /** The vendor's ids of what went out so far, sealed; absent when nothing did. */
  readonly vendor?: Uint8Array;
}

/** A token of the web channel: only its keyed hash is kept. */
export interface WebTokenRow {
  readonly hash: string;
  readonly conversation: string;
  readonly expiresAt: number;
}

/**
 * The conversations' database. Every write goes through one writer that shares commits (group commit);
 * every promise resolves after the rows are on disk. Rejects when the database cannot write (full disk), and where a
 * method says so.
 */
export interface Store extends PageStore {
  /**
   * Makes a conversation, and its first token where it has one; nothing at all while another has its pseudonym.
   * Rejects where the id or the address is taken.
   */
  open(conversation: ConversationRow, token: WebTokenRow | null): Promise<'opened' | 'pseudonym-taken'>;
  addToken(token: WebTokenRow): Promise<void>;
  revokeToken(hash: string): Promise<void>;
  /** The unrevoked token with this hash, expired or not; null when there is none (any more). */
  token(hash: string): Promise<WebTokenRow | null>;
  /** Durable when it resolves. `duplicate` names the id under which the event was first accepted. */
  accept(
    row: InboxRow,
  ): Promise<{ readonly status: 'accepted' } | { readonly status: 'duplicate'; readonly id: string }>;
  commit(turns: readonly TurnCommit[]): Promise<CommitResult[]>;
  /** Records deliveries; `sent` makes the message visible at the next position of its conversation. */
  settle(settlements: readonly Settlement[]): Promise<void>;
  /** The id under which an event with this dedupe key was first accepted; null when it never was. */
  accepted(dedupe: string): Promise<string | null>;
  /** Counts a failed attempt of an inbox row, so that a poison row is set aside after a few. */
  inboxFailed(id: string, giveUp: boolean): Promise<void>;

  conversation(id: string): Promise<ConversationRow | null>;
  conversationByPseudonym(pseudonym: string): Promise<ConversationRow | null>;
  conversationByAddress(channel: ChannelKind, addressHash: string): Promise<ConversationRow | null>;
  /** Conversations that were not erased, newest first, at most `limit`. */
  conversations(limit: number): Promise<readonly ConversationRow[]>;
  /** Open conversations that stand in a flow, oldest first. */
  inFlows(): Promise<readonly ConversationRow[]>;
  /** Pending inbox rows of one conversation (or of the server, with null) in order. */
  inbox(conversation: string | null): Promise<readonly PendingInbox[]>;
  /** Conversations (null: the server) that have pending inbox rows. */
  inboxLanes(): Promise<readonly (string | null)[]>;
  /** Messages by `seq`, oldest first; `limit` newest ones. */
  messages(conversation: string, limit: number): Promise<readonly StoredMessage[]>;
  message(id: string): Promise<StoredMessage | null>;
  /** Visible messages (`in` and `out`) after a position, in order of position. */
  stream(conversation: string, afterPosition: number, limit: number): Promise<readonly StoredMessage[]>;
  /** The newest position of a conversation's stream, 0 when empty. */
  position(conversation: string): Promise<number>;
  outbox(conversation: string): Promise<readonly PendingOutbox[]>;
  outboxLanes(): Promise<readonly string[]>;
  timersDue(now: number, limit: number): Promise<readonly TimerRow[]>;
  nextTimerAt(): Promise<number | null>;
  timers(conversation: string): Promise<readonly TimerRow[]>;
  queue(): Promise<readonly QueueRow[]>;
  queueEntry(conversation: string): Promise<QueueRow | null>;
  openPages(): Promise<readonly PageRow[]>;
  staff(): Promise<readonly StaffRow[]>;
  /** The newest version, removed or not; null when there never was one. */
  record(kind: string, id: string): Promise<RecordRow | null>;
  /** The newest versions of one kind that were not removed and changed at or after `since`, by id. */
  records(kind: string, since?: number): Promise<readonly RecordRow[]>;
  /** All versions of one record, newest first. */
  recordHistory(kind: string, id: string): Promise<readonly RecordRow[]>;
  /** Removes a record with all its versions, for good (time of keeping, erasing). */
  forgetRecord(kind: string, id: string): Promise<void>;
  invitation(hash: string, now: number): Promise<InvitationRow | null>;
  audit(
    limit: number,
  ): Promise<readonly (AuditRow & { readonly id: number; readonly hash: string | null })[]>;
  /** Conversations whose words are due to go (retention table, safety-content §9.1). `cut` per level, in ms since 1970. */
  expired(cut: Readonly<Record<RiskLevel, number>>, limit: number): Promise<readonly string[]>;
  /** Drops what has served its time: dedupe keys of handled events after 8 days, expired tokens and invitations. */
  tidy(now: number): Promise<void>;
  /** Chains unlinked audit rows by hash in id order; how many. */
  linkAudit(): Promise<number>;
  /** Changes when another process wrote (a command passed through the inbox). */
  foreignChanges(): Promise<number>;
  close(): Promise<void>;
}

/** Seals and opens bytes under one key. `context` binds a row to its place: it must match on opening. */
export interface Seal {
  seal(plain: Uint8Array, context: string): Uint8Array;
  /** Throws `SealBroken` when the bytes or the context were changed. */
  open(sealed: Uint8Array, context: string): Uint8Array;
}

/** Keys, apart from the data. A key is durable before the first row sealed with it. */
export interface Vault {
  /** Makes the conversation's key; durable when it resolves. */
  create(conversation: string): Promise<Seal>;
  /** Null when there is none (erased, or never made). */
  open(conversation: string): Promise<Seal | null>;
  /** The key goes, for good, before the words do. */
  destroy(conversation: string): Promise<void>;
  /** For rows of no conversation: commands, staff. */
  readonly system: Seal;
  /** Keyed hash (hex) of an address, a token or a dedupe key; `purpose` separates them. */
  keyedHash(purpose: 'address' | 'token' | 'dedupe' | 'invitation' | 'return', value: string): string;
  close(): Promise<void>;
}

/** News between parts and processes. May be lost: nothing that matters lives only here. */
export type News =
  | { readonly type: 'inbox'; readonly conversation: string | null }
  | { readonly type: 'stream'; readonly conversation: string }
  | { readonly type: 'talk'; readonly conversation: string }
  | { readonly type: 'desk' }
  | { readonly type: 'revoked'; readonly conversation: string };

export interface Bus {
  publish(news: News): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (news: News) => void): () => void;
}

/**
 * A language model's second opinion on one message (language §8): it may raise, it never answers and nothing waits
 * for it. Never throws: an error, a refusal, a late or a broken answer is no opinion.
 */
export interface SecondOpinion {
  /** `text` is one message, masked; nothing says whose it is. */
  on(text: string): Promise<Opinion | null>;
}

/** Time and chance, given. */
export interface Clock {
  now(): number;
  /** Calls back once after `ms`; returns the function that cancels. */
  after(ms: number, callback: () => void): () => void;
}
export interface Chance {
  /** A new random id: 128 bits, URL-safe. */
  id(): string;
  /** A secret of 256 bits, URL-safe. */
  secret(): string;
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
}
