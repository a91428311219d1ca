import type {
  ConversationChange,
  ConversationRow,
  InboxRow,
  MessageRow,
  MessageState,
  OutboxRow,
  QueueRow,
  StaffRow,
  Store,
  TurnCommit,
} from '../../src/app/ports.ts';

/* Rows with sensible fields, so that a test names only what it is about. */

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export const conversationRow = (id: string, but: Partial<ConversationRow> = {}): ConversationRow => ({
  id,
  pseudonym: `pseudonym of ${id}`,
  channel: 'web',
  addressHash: null,
  address: null,
  language: 'vi',
  owner: 'bot',
  level: 'none',
  highest: 'none',
  quiet: false,
  holder: null,
  flow: null,
  structure: null,
  version: 0,
  nextSeq: 1,
  createdAt: 1_000,
  lastPersonAt: null,
  closedAt: null,
  erasedAt: null,
  snapshot: null,
  ...but,
});

export const change = (
  id: string,
  expectedVersion: number,
  but: Partial<ConversationChange> = {},
): ConversationChange => {
  const { owner, level, highest, quiet, holder, flow, structure, nextSeq } = conversationRow(id);
  const { lastPersonAt, closedAt, erasedAt, snapshot, language } = conversationRow(id);
  return {
    id,
    expectedVersion,
    owner,
    level,
    highest,
    quiet,
    holder,
    flow,
    structure,
    nextSeq,
    lastPersonAt,
    closedAt,
    erasedAt,
    snapshot,
    language,
    ...but,
  };
};

export const turn = (but: Partial<TurnCommit> = {}): TurnCommit => ({
  conversation: null,
  handled: [],
  messages: [],
  outbox: [],
  suppress: [],
  undo: [],
  timersStopped: [],
  timersStarted: [],
  pages: [],
  pagesAcknowledged: [],
  audit: [],
  counters: [],
  revokeTokens: false,
  erase: false,
  forget: false,
  staff: [],
  invitations: [],
  invitationsUsed: [],
  records: [],
  ...but,
});

export const inboxRow = (id: string, conversation: string | null, but: Partial<InboxRow> = {}): InboxRow => ({
  id,
  conversation,
  kind: 'person',
  dedupe: `dedupe of ${id}`,
  at: 2_000,
  body: bytes(`body of ${id}`),
  ...but,
});

type Message = MessageRow & { readonly state: MessageState };

/** A message of the person, visible at once. */
export const messageIn = (
  id: string,
  conversation: string,
  seq: number,
  but: Partial<Message> = {},
): Message => ({
  id,
  conversation,
  seq,
  direction: 'in',
  sender: 'person',
  at: 2_000,
  quiet: false,
  body: bytes(`words of ${id}`),
  state: 'visible',
  ...but,
});

/** A message to the person that waits in the outbox. */
export const messageOut = (
  id: string,
  conversation: string,
  seq: number,
  but: Partial<Message> = {},
): Message => messageIn(id, conversation, seq, { direction: 'out', sender: 'bot', state: 'pending', ...but });

export const outboxRow = (message: Message): OutboxRow => ({
  message: message.id,
  conversation: message.conversation,
  seq: message.seq,
  channel: 'web',
  sender: message.sender as OutboxRow['sender'],
  holdUntil: message.at,
});

export const queueRow = (conversation: string, but: Partial<QueueRow> = {}): QueueRow => ({
  conversation,
  level: 'high',
  triggers: 'H11 H3',
  waitingSince: 2_000,
  returned: false,
  quiet: true,
  gone: 'no',
  mayWrite: true,
  usesViolence: false,
  child: true,
  holder: null,
  ...but,
});

export const staffRow = (id: string, but: Partial<StaffRow> = {}): StaffRow => ({
  id,
  name: `Cô ${id}`,
  role: 'counsellor',
  active: true,
  createdAt: 1_000,
  shiftSince: null,
  soundTestedAt: null,
  ...but,
});

/** Commits turns that must all stand. */
export async function commitAll(store: Store, ...turns: readonly TurnCommit[]): Promise<void> {
  for (const result of await store.commit(turns)) {
    if (result.status !== 'committed') throw new Error(`a turn was ${result.status}`, { cause: result });
  }
}

/** A conversation whose turn left these messages to go out; its version is 1. */
export async function withOutbox(store: Store, id: string, messages: readonly Message[]): Promise<void> {
  await store.open(conversationRow(id), null);
  await commitAll(store, turn({ conversation: change(id, 0), messages, outbox: messages.map(outboxRow) }));
}
