import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Tables } from '../schema.ts';
import { addresses } from './addresses.ts';
import { first } from './first.ts';
import { pageDeliveries } from './page-deliveries.ts';
import { records } from './records.ts';

/** Every change of the schema, in order, for both databases. A released one is never edited. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-records': records,
  '0003-addresses': addresses,
  '0004-page-deliveries': pageDeliveries,
};

/** Brings the database to today's schema, or throws and leaves it as it was. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw new Error('the database schema could not be brought up to date', { cause: error });
}
