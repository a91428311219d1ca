import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../app/ports.ts';
import { storeLimits } from '../limits.ts';
import { migrate } from '../migrations/migrate.ts';
import { compileStatements } from '../statements/statements.ts';
import { makeStore } from '../store.ts';
import { kyselyOn } from './migration-dialect.ts';
import { makeSqliteEngine } from './sqlite-engine.ts';

const memory = ':memory:';

/** Opens (and makes or migrates) the conversations' database: a file readable by its owner alone, or `:memory:`. */
export async function openSqliteStore(path: string): Promise<Store> {
  const writer = openWriter(path);
  try {
    return await storeOn(writer, path);
  } catch (error) {
    writer.close();
    throw error;
  }
}

/** The write connection: every commit is on the disk before it is answered, and deleted words are overwritten. */
export function openWriter(path: string): DatabaseSync {
  if (path !== memory) makePrivate(path);
  const writer = new DatabaseSync(path, { timeout: storeLimits.busyMs });
  writer.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
  return writer;
}

/** The store on a write connection that is already open; it closes it at its end. */
export async function storeOn(writer: DatabaseSync, path: string): Promise<Store> {
  const db = kyselyOn(writer);
  await migrate(db);
  // Another connection cannot see into memory: there the writer reads too.
  const reader =
    path === memory ? writer : new DatabaseSync(path, { readOnly: true, timeout: storeLimits.busyMs });
  return makeStore(makeSqliteEngine(writer, reader, compileStatements(db)));
}

/** Log and shared memory take over the mode of the file. */
function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}
