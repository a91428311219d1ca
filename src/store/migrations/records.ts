import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What staff edit or file: every version stands, the last one is marked. */
export const records: Migration = {
  async up(db) {
    await db.schema
      .createTable('record')
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('version', 'bigint', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('by', 'text')
      .addColumn('body', sql`bytea`)
      .addColumn('newest', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('record_key', ['kind', 'id', 'version'])
      .execute();
    await db.schema.createIndex('record_newest').on('record').columns(['kind', 'newest', 'at']).execute();
  },
};
