import { type Kysely, sql } from 'kysely';
import type {
  PageAcknowledgement,
  PageDelivery,
  PageDeliveryRow,
  PageDeliveryState,
} from '../../app/page-rows.ts';
import type { Tables } from '../schema.ts';
import { define, slotsFor } from '../statement.ts';

const rowColumns = ['id', 'page', 'staff', 'way', 'address', 'at', 'until'] as const;
const columns = [...rowColumns, 'state', 'attempts', 'retryAt', 'settledAt'] as const;
const acknowledgementColumns = ['page', 'staff', 'way', 'at'] as const;
const waiting = sql.lit('waiting' as const);
const pagesOf = sql.raw('select "id" from "page" where "conversation" =');

/** Deliveries of pages and who acknowledged them. */
export const pageStatements = (db: Kysely<Tables>) => ({
  insertDelivery: define((slot: PageDeliveryRow) =>
    db.insertInto('pageDelivery').values({
      ...slotsFor(slot, rowColumns),
      state: waiting,
      attempts: sql.lit(0),
      retryAt: slot.at,
      settledAt: sql`null`,
    }),
  ),
  retryDelivery: define((slot: { id: string; retryAt: number }) =>
    db
      .updateTable('pageDelivery')
      .set({ retryAt: slot.retryAt, attempts: sql`"attempts" + 1` })
      .where('id', '=', slot.id)
      .where('state', '=', waiting),
  ),
  settleDelivery: define((slot: { id: string; state: PageDeliveryState; at: number; failed: number }) =>
    db
      .updateTable('pageDelivery')
      .set({
        state: slot.state,
        settledAt: slot.at,
        attempts: sql`"attempts" + cast(${slot.failed} as bigint)`,
      })
      .where('id', '=', slot.id)
      .where('state', '=', waiting),
  ),
  deliveriesDue: define((slot: { now: number; limit: number }) =>
    db
      .selectFrom('pageDelivery')
      .select(columns)
      .where('state', '=', waiting)
      .where('retryAt', '<=', slot.now)
      .orderBy('retryAt')
      .orderBy('id')
      .limit(slot.limit),
  ),
  delivery: define((slot: { id: string }) =>
    db.selectFrom('pageDelivery').select(columns).where('id', '=', slot.id),
  ),
  deliveriesOf: define((slot: { page: string }) =>
    db.selectFrom('pageDelivery').select(columns).where('page', '=', slot.page).orderBy('at').orderBy('id'),
  ),
  newestDeliveries: define((slot: { limit: number }) =>
    db
      .selectFrom('pageDelivery')
      .select(columns)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(slot.limit),
  ),
  deliveriesTo: define((slot: { staff: string; since: number }) =>
    db
      .selectFrom('pageDelivery')
      .select(columns)
      .where('staff', '=', slot.staff)
      .where('at', '>=', slot.since)
      .orderBy('at')
      .orderBy('id'),
  ),
  pagesOf: define((slot: { conversation: string }) =>
    db
      .selectFrom('page')
      .select(['id', 'conversation', 'target', 'why', 'at', 'acknowledgedBy', 'acknowledgedAt'])
      .where('conversation', '=', slot.conversation)
      .orderBy('at')
      .orderBy('id'),
  ),
  acknowledgePage: define((slot: PageAcknowledgement) =>
    db
      .insertInto('pageAcknowledgement')
      .values(slotsFor(slot, acknowledgementColumns))
      .onConflict((on) => on.columns(['page', 'staff']).doNothing()),
  ),
  acknowledgementsOf: define((slot: { page: string }) =>
    db
      .selectFrom('pageAcknowledgement')
      .select(acknowledgementColumns)
      .where('page', '=', slot.page)
      .orderBy('at')
      .orderBy('staff'),
  ),
  deleteDeliveriesOf: define((slot: { conversation: string }) =>
    db.deleteFrom('pageDelivery').where('page', 'in', sql<string>`(${pagesOf} ${slot.conversation})`),
  ),
  deleteAcknowledgementsOf: define((slot: { conversation: string }) =>
    db.deleteFrom('pageAcknowledgement').where('page', 'in', sql<string>`(${pagesOf} ${slot.conversation})`),
  ),
  deleteOldDeliveries: define((slot: { before: number }) =>
    db.deleteFrom('pageDelivery').where('at', '<', slot.before),
  ),
  deleteOldAcknowledgements: define((slot: { before: number }) =>
    db.deleteFrom('pageAcknowledgement').where('at', '<', slot.before),
  ),
});

/** A row as the port gives it. */
export const deliveryOf = (row: PageDelivery): PageDelivery => ({ ...row });
