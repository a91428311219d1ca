import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import {
  type PostgresServer,
  installPostgres,
  postgresPrograms,
  startPostgres,
} from '../support/postgres.ts';
import { storeContract } from './store-suite.ts';

describe('SQLite', () => {
  let folder = '';
  let files = 0;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hien-store-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  storeContract('a file', async () => {
    files += 1;
    const path = join(folder, `${files}.sqlite`);
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
  beforeAll(async () => {
    server = await startPostgres(programs);
  });
  afterAll(() => server.stop());

  storeContract('a private server', async () => {
    const url = await server.database();
    return { store: await openPostgresStore(url), again: () => openPostgresStore(url) };
  });
});
