import { type Kysely, sql } from 'kysely';
import type { ConversationTable, Tables } from '../schema.ts';
import { define, slotsFor } from '../statement.ts';

export const conversationColumns = [
  'id',
  'pseudonym',
  'channel',
  'addressHash',
  'address',
  'language',
  'owner',
  'level',
  'highest',
  'quiet',
  'holder',
  'flow',
  'structure',
  'version',
  'nextSeq',
  'createdAt',
  'lastPersonAt',
  'closedAt',
  'erasedAt',
  'snapshot',
] as const;

const changed = [
  'owner',
  'level',
  'highest',
  'quiet',
  'holder',
  'flow',
  'structure',
  'nextSeq',
  'lastPersonAt',
  'closedAt',
  'erasedAt',
  'snapshot',
  'language',
] as const;

/** Conversations and the tokens of their pages. */
export const conversationStatements = (db: Kysely<Tables>) => ({
  /** No row when another conversation has the pseudonym. */
  insertConversation: define((slot: Pick<ConversationTable, (typeof conversationColumns)[number]>) =>
    db
      .insertInto('conversation')
      .values({ ...slotsFor(slot, conversationColumns), positions: sql.lit(0) })
      .onConflict((on) => on.column('pseudonym').doNothing())
      .returning('id'),
  ),
  /** No row when another turn was first. `shown` messages become visible with it. */
  changeConversation: define(
    (
      slot: Pick<ConversationTable, (typeof changed)[number] | 'id'> & {
        expectedVersion: number;
        shown: number;
      },
    ) =>
      db
        .updateTable('conversation')
        .set((is) => ({
          ...slotsFor(slot, changed),
          version: sql`${is.ref('version')} + 1`,
          positions: sql`${is.ref('positions')} + ${slot.shown}`,
        }))
        .where('id', '=', slot.id)
        .where('version', '=', slot.expectedVersion)
        .returning('positions'),
  ),
  show: define((slot: { id: string; shown: number }) =>
    db
      .updateTable('conversation')
      .set((is) => ({ positions: sql`${is.ref('positions')} + ${slot.shown}` }))
      .where('id', '=', slot.id)
      .returning('positions'),
  ),
  /** The address goes with the words: whoever writes again begins anew. */
  emptyConversation: define((slot: { id: string }) =>
    db
      .updateTable('conversation')
      .set({ snapshot: sql`null`, addressHash: sql`null`, address: sql`null` })
      .where('id', '=', slot.id),
  ),
  deleteConversation: define((slot: { id: string }) =>
    db.deleteFrom('conversation').where('id', '=', slot.id),
  ),

  conversation: define((slot: { id: string }) =>
    db.selectFrom('conversation').select(conversationColumns).where('id', '=', slot.id),
  ),
  conversationByPseudonym: define((slot: { pseudonym: string }) =>
    db.selectFrom('conversation').select(conversationColumns).where('pseudonym', '=', slot.pseudonym),
  ),
  conversationByAddress: define((slot: Pick<ConversationTable, 'channel'> & { addressHash: string }) =>
    db
      .selectFrom('conversation')
      .select(conversationColumns)
      .where('channel', '=', slot.channel)
      .where('addressHash', '=', slot.addressHash),
  ),
  keptConversations: define((slot: { limit: number }) =>
    db
      .selectFrom('conversation')
      .select(conversationColumns)
      .where('erasedAt', 'is', null)
      .orderBy('createdAt', 'desc')
      .orderBy('id')
      .limit(slot.limit),
  ),
  conversationsInFlows: define(() =>
    db
      .selectFrom('conversation')
      .select(conversationColumns)
      .where('flow', 'is not', null)
      .where('closedAt', 'is', null)
      .where('erasedAt', 'is', null)
      .orderBy('createdAt')
      .orderBy('id'),
  ),
  position: define((slot: { id: string }) =>
    db.selectFrom('conversation').select('positions').where('id', '=', slot.id),
  ),

  insertToken: define((slot: Tables['token']) =>
    db.insertInto('token').values(slotsFor(slot, ['hash', 'conversation', 'expiresAt'])),
  ),
  deleteToken: define((slot: { hash: string }) => db.deleteFrom('token').where('hash', '=', slot.hash)),
  deleteTokensOf: define((slot: { conversation: string }) =>
    db.deleteFrom('token').where('conversation', '=', slot.conversation),
  ),
  deleteExpiredTokens: define((slot: { before: number }) =>
    db.deleteFrom('token').where('expiresAt', '<=', slot.before),
  ),
  token: define((slot: { hash: string }) => db.selectFrom('token').selectAll().where('hash', '=', slot.hash)),
});
