import type { Parts } from './parts.ts';
import type { ConversationRow } from './ports.ts';
import { pseudonyms } from './pseudonym.ts';

type Beginning = Pick<ConversationRow, 'id' | 'channel' | 'language'> &
  Partial<Pick<ConversationRow, 'addressHash' | 'address'>>;

/**
 * Makes a conversation in which nothing was said yet, under a pseudonym that nobody has; gives its row back.
 * Rejects where the database cannot write, or the id or the address is taken.
 */
export async function openFresh(
  { store, chance, clock }: Pick<Parts, 'store' | 'chance' | 'clock'>,
  beginning: Beginning,
): Promise<ConversationRow> {
  for (const pseudonym of pseudonyms(chance)) {
    const row = freshConversation({ ...beginning, pseudonym }, clock.now());
    if ((await store.open(row, null)) === 'opened') return row;
  }
  throw new Error('every pseudonym that was tried is taken');
}

const freshConversation = (
  beginning: Beginning & Pick<ConversationRow, 'pseudonym'>,
  now: number,
): ConversationRow => ({
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
