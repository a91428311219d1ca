import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import {
  installPostgres,
  type PostgresServer,
  postgresPrograms,
  startPostgres,
} from '../support/postgres.ts';
import { storeContract } from './store-suite.ts';

describe('SQLite', () => {
  let folder = '';
  let files = 0;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hien-store-'));
    await (await openSqliteStore(join(folder, 'empty.sqlite'))).close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  storeContract('a file', async () => {
    files += 1;
    const path = join(folder, `${files}.sqlite`);
    copyFileSync(join(folder, 'empty.sqlite'), path);
    return { store: await openSqliteStore(path), again: () => openSqliteStore(path) };
  });
  storeContract('in memory', async () => ({ store: await openSqliteStore(':memory:'), again: null }));
});

describe('PostgreSQL', () => {
  const programs = postgresPrograms();
  if (!programs) {
    test(`needs a server's programs: ${installPostgres}`, (context) => {
      if (process.env['CI'] === 'true') throw new Error(`PostgreSQL is missing: ${installPostgres}`);
      context.skip(installPostgres);
    });
    return;
  }
  let server: PostgresServer;
  let url = '';
  beforeAll(async () => {
    server = await startPostgres(programs);
    url = await server.database();
  });
  afterAll(() => server.stop());

  storeContract('a private server', async () => {
    const store = await openPostgresStore(url);
    await emptyTables(url);
    return { store, again: () => openPostgresStore(url) };
  });
});

async function emptyTables(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'kysely%'",
  );
  await client.query(`TRUNCATE ${rows.map((row) => row.name).join(', ')}`);
  await client.end();
}
