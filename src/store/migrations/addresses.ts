import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Where answers go, and what the vendor calls the messages that went: sealed, gone with the words. */
export const addresses: Migration = {
  async up(db) {
    await db.schema.alterTable('conversation').addColumn('address', sql`bytea`).execute();
    await db.schema.alterTable('message').addColumn('vendor', sql`bytea`).execute();
  },
};
