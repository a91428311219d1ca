import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which ways were tried for a page, and who has it. */
export const pageDeliveries: Migration = {
  async up(db) {
    await db.schema
      .createTable('pageDelivery')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('page', 'text', (c) => c.notNull())
      .addColumn('staff', 'text', (c) => c.notNull())
      .addColumn('way', 'text', (c) => c.notNull())
      .addColumn('address', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('until', 'bigint', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('attempts', 'bigint', (c) => c.notNull())
      .addColumn('retryAt', 'bigint', (c) => c.notNull())
      .addColumn('settledAt', 'bigint')
      .execute();
    await db.schema.createIndex('pageDelivery_page').on('pageDelivery').column('page').execute();
    await db.schema.createIndex('pageDelivery_at').on('pageDelivery').columns(['at', 'id']).execute();
    await db.schema.createIndex('pageDelivery_staff').on('pageDelivery').columns(['staff', 'at']).execute();
    await db.schema
      .createIndex('pageDelivery_waiting')
      .on('pageDelivery')
      .column('retryAt')
      .where(sql.ref('state'), '=', sql.lit('waiting'))
      .execute();
    await db.schema
      .createTable('pageAcknowledgement')
      .addColumn('page', 'text', (c) => c.notNull())
      .addColumn('staff', 'text', (c) => c.notNull())
      .addColumn('way', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('pageAcknowledgement_key', ['page', 'staff'])
      .execute();
    await db.schema.createIndex('pageAcknowledgement_at').on('pageAcknowledgement').column('at').execute();
  },
};
