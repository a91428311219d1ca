import type { ConversationRow } from './ports.ts';

type Beginning = Pick<ConversationRow, 'id' | 'pseudonym' | 'channel' | 'language'> &
  Partial<Pick<ConversationRow, 'addressHash' | 'address'>>;

/** The row of a conversation in which nothing was said yet. */
export const freshConversation = (beginning: Beginning, now: number): ConversationRow => ({
  addressHash: null,
  address: null,
  ...beginning,
  owner: 'bot',
  level: 'none',
  highest: 'none',
  quiet: false,
  holder: null,
  flow: null,
  structure: null,
  version: 0,
  nextSeq: 1,
  createdAt: now,
  lastPersonAt: null,
  closedAt: null,
  erasedAt: null,
  snapshot: null,
});
