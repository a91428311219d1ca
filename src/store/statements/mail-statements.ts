import { type Kysely, sql } from 'kysely';
import type { InboxRow } from '../../app/ports.ts';
import type { MessageTable, Tables } from '../schema.ts';
import { define, slotsFor } from '../statement.ts';

const inboxColumns = ['id', 'conversation', 'kind', 'dedupe', 'at', 'body'] as const;
const newMessageColumns = [
  'id',
  'conversation',
  'seq',
  'direction',
  'sender',
  'at',
  'quiet',
  'body',
  'state',
  'position',
] as const;
const messageColumns = [...newMessageColumns, 'vendor'] as const;
const outboxColumns = ['message', 'conversation', 'seq', 'channel', 'sender', 'holdUntil'] as const;

const pending = sql.lit('pending' as const);
const handled = sql.lit('handled' as const);
const aside = sql.lit('aside' as const);
// The index begins with the state: naming all of them lets a conversation's rows be found by it.
const anyState = [pending, handled, aside];

/** Inbox: durable events on their way in. */
export const inboxStatements = (db: Kysely<Tables>) => ({
  insertInbox: define((slot: InboxRow) =>
    db
      .insertInto('inbox')
      .values({
        ...slotsFor(slot, inboxColumns),
        order: sql`(select coalesce(max("order"), 0) + 1 from "inbox")`,
        attempts: sql.lit(0),
        state: pending,
      })
      .onConflict((on) => on.column('dedupe').doNothing())
      .returning('id'),
  ),
  inboxByDedupe: define((slot: { dedupe: string }) =>
    db.selectFrom('inbox').select('id').where('dedupe', '=', slot.dedupe),
  ),
  handleInbox: define((slot: { id: string }) =>
    db.updateTable('inbox').set({ state: handled, body: sql`null` }).where('id', '=', slot.id),
  ),
  /** Words come from people; the clocks of an erased conversation go on. */
  emptyInboxOf: define((slot: { conversation: string }) =>
    db
      .updateTable('inbox')
      .set({ state: handled, body: sql`null` })
      .where('state', 'in', anyState)
      .where('conversation', '=', slot.conversation)
      .where((is) =>
        is.or([
          is('kind', 'in', [sql.lit('person' as const), sql.lit('staff' as const)]),
          is('state', '<>', pending),
        ]),
      ),
  ),
  deleteInboxOf: define((slot: { conversation: string }) =>
    db.deleteFrom('inbox').where('state', 'in', anyState).where('conversation', '=', slot.conversation),
  ),
  countAttempt: define((slot: { id: string }) =>
    db
      .updateTable('inbox')
      .set((is) => ({ attempts: sql`${is.ref('attempts')} + 1` }))
      .where('id', '=', slot.id),
  ),
  setAside: define((slot: { id: string }) =>
    db.updateTable('inbox').set({ state: aside }).where('id', '=', slot.id).where('state', '=', pending),
  ),
  deleteOldInbox: define((slot: { before: number }) =>
    db.deleteFrom('inbox').where('at', '<', slot.before).where('state', '=', handled),
  ),
  inboxOf: define((slot: { conversation: string }) =>
    db
      .selectFrom('inbox')
      .select([...inboxColumns, 'order', 'attempts'])
      .where('state', '=', pending)
      .where('conversation', '=', slot.conversation)
      .orderBy('order'),
  ),
  inboxOfServer: define(() =>
    db
      .selectFrom('inbox')
      .select([...inboxColumns, 'order', 'attempts'])
      .where('state', '=', pending)
      .where('conversation', 'is', null)
      .orderBy('order'),
  ),
  inboxLanes: define(() =>
    db.selectFrom('inbox').select('conversation').distinct().where('state', '=', pending),
  ),
  newestInbox: define(() =>
    db.selectFrom('inbox').select(sql<number>`coalesce(max("order"), 0)`.as('order')),
  ),
});

/** Messages, and the outbox of those on their way. */
export const messageStatements = (db: Kysely<Tables>) => ({
  insertMessage: define((slot: Omit<MessageTable, 'vendor'>) =>
    db.insertInto('message').values({ ...slotsFor(slot, newMessageColumns), vendor: sql`null` }),
  ),
  keepVendor: define((slot: { id: string; vendor: Uint8Array }) =>
    db.updateTable('message').set({ vendor: slot.vendor }).where('id', '=', slot.id),
  ),
  deleteMessagesOf: define((slot: { conversation: string }) =>
    db.deleteFrom('message').where('conversation', '=', slot.conversation),
  ),
  showMessage: define((slot: { id: string; position: number }) =>
    db
      .updateTable('message')
      .set({ state: sql.lit('visible' as const), position: slot.position })
      .where('id', '=', slot.id),
  ),
  markMessage: define((slot: { id: string } & Pick<MessageTable, 'state'>) =>
    db.updateTable('message').set({ state: slot.state }).where('id', '=', slot.id),
  ),
  message: define((slot: { id: string }) =>
    db.selectFrom('message').select(messageColumns).where('id', '=', slot.id),
  ),
  newestMessages: define((slot: { conversation: string; limit: number }) =>
    db
      .selectFrom('message')
      .select(messageColumns)
      .where('conversation', '=', slot.conversation)
      .orderBy('seq', 'desc')
      .limit(slot.limit),
  ),
  stream: define((slot: { conversation: string; after: number; limit: number }) =>
    db
      .selectFrom('message')
      .select(messageColumns)
      .where('conversation', '=', slot.conversation)
      .where('position', '>', slot.after)
      .orderBy('position')
      .limit(slot.limit),
  ),

  insertOutbox: define((slot: Pick<Tables['outbox'], (typeof outboxColumns)[number]>) =>
    db
      .insertInto('outbox')
      .values({ ...slotsFor(slot, outboxColumns), retryAt: sql.lit(0), attempts: sql.lit(0) }),
  ),
  /** Whoever takes the row decides what became of the message: a second one finds nothing. */
  takeOutbox: define((slot: { message: string; conversation: string }) =>
    db
      .deleteFrom('outbox')
      .where('message', '=', slot.message)
      .where('conversation', '=', slot.conversation)
      .returning('message'),
  ),
  suppressOutbox: define((slot: Pick<Tables['outbox'], 'conversation' | 'sender'>) =>
    db
      .deleteFrom('outbox')
      .where('conversation', '=', slot.conversation)
      .where('sender', '=', slot.sender)
      .returning('message'),
  ),
  deleteOutboxOf: define((slot: { conversation: string }) =>
    db.deleteFrom('outbox').where('conversation', '=', slot.conversation),
  ),
  retryOutbox: define((slot: { message: string; conversation: string; retryAt: number }) =>
    db
      .updateTable('outbox')
      .set((is) => ({ retryAt: slot.retryAt, attempts: sql`${is.ref('attempts')} + 1` }))
      .where('message', '=', slot.message)
      .where('conversation', '=', slot.conversation),
  ),
  outboxOf: define((slot: { conversation: string }) =>
    db
      .selectFrom('outbox')
      .innerJoin('message', 'message.id', 'outbox.message')
      .select(['outbox.message', 'outbox.conversation', 'outbox.seq', 'outbox.channel', 'outbox.sender'])
      .select(['outbox.holdUntil', 'outbox.retryAt', 'outbox.attempts', 'message.quiet'])
      .where('outbox.conversation', '=', slot.conversation)
      .orderBy('outbox.seq'),
  ),
  outboxLanes: define(() => db.selectFrom('outbox').select('conversation').distinct()),
});
