import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { Store } from '../../app/ports.ts';
import { storeLimits } from '../limits.ts';
import { migrate } from '../migrations/migrate.ts';
import type { Tables } from '../schema.ts';
import { compileStatements } from '../statements/statements.ts';
import { makeStore } from '../store.ts';
import { makePostgresEngine } from './postgres-engine.ts';

/** Numbers as numbers (all of ours stay below 2^53) and bytes as plain bytes, as the other database gives them. */
const asTheOtherDatabase = {
  getTypeParser(
    type: Parameters<typeof types.getTypeParser>[0],
    format?: 'text' | 'binary',
  ): (value: string) => unknown {
    const usual = types.getTypeParser(type, format) as (value: string) => unknown;
    if (type === types.builtins.INT8) return Number;
    if (type === types.builtins.BYTEA) return (value) => new Uint8Array(usual(value) as Buffer);
    return usual;
  },
};

/** Opens (and makes or migrates) the conversations' database on a PostgreSQL server. */
export async function openPostgresStore(url: string): Promise<Store> {
  const pool = new Pool({
    connectionString: url,
    application_name: 'hien',
    max: storeLimits.postgresConnections,
    idle_in_transaction_session_timeout: storeLimits.postgresIdleMs,
    lock_timeout: storeLimits.postgresIdleMs,
    types: asTheOtherDatabase,
  });
  // A connection that dies at rest is no event: the pool drops it, and the next query opens another.
  pool.on('error', () => {});
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(db);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return makeStore(makePostgresEngine(pool, compileStatements(db)));
}
