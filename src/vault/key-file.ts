import { chmodSync, closeSync, existsSync, fdatasyncSync, fstatSync, openSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { vaultLimits } from './limits.ts';

/** What is done to the keys, in one transaction. */
export type KeyChange =
  | { readonly type: 'add'; readonly name: string; readonly wrapped: Uint8Array }
  | { readonly type: 'destroy'; readonly name: string };

export interface KeyFile {
  read(name: string): Uint8Array | null;
  /** Together or not at all, and on the disk on return. A key that is there already stands. */
  change(changes: readonly KeyChange[]): void;
  close(): void;
}

/**
 * The wrapped keys in a database of their own. A rollback journal and not a log: a log would keep destroyed keys
 * until it is next emptied. Deleted rows are overwritten in the file, and so is the journal, which holds the page
 * as it was before.
 */
export function openKeyFile(path: string): KeyFile {
  const journal = `${path}-journal`;
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const database = new DatabaseSync(path, { timeout: vaultLimits.busyMs });
  // `persist`: the journal keeps its place on the disk, so that overwriting it reaches what it held.
  database.exec('PRAGMA journal_mode = PERSIST; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
  database.exec(
    'CREATE TABLE IF NOT EXISTS key (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID',
  );
  const select = database.prepare('SELECT wrapped FROM key WHERE name = ?');
  const insert = database.prepare('INSERT INTO key (name, wrapped) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const remove = database.prepare('DELETE FROM key WHERE name = ?');

  function inTransaction(work: () => void): void {
    database.exec('BEGIN IMMEDIATE');
    try {
      work();
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  // A crash may have come between a destroyed key's commit and this.
  inTransaction(() => overwrite(journal));
  return {
    read: (name) => (select.get(name)?.['wrapped'] as Uint8Array | undefined) ?? null,
    change(changes) {
      inTransaction(() => {
        for (const change of changes) {
          if (change.type === 'add') insert.run(change.name, change.wrapped);
          else remove.run(change.name);
        }
      });
      // Inside a transaction that writes nothing: no other process can be using the journal meanwhile.
      if (changes.some((change) => change.type === 'destroy')) inTransaction(() => overwrite(journal));
    },
    close: () => database.close(),
  };
}

/** Zeros over a file, in its place on the disk. */
function overwrite(path: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r+');
  writeSync(file, new Uint8Array(fstatSync(file).size));
  fdatasyncSync(file);
  closeSync(file);
}
