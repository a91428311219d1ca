import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { StaffAccounts } from '../../app/desk-door.ts';
import { makeStaffAccounts } from './accounts.ts';
import { openAuth } from './auth.ts';
import { busyTimeoutMs, databaseFileMode, shortestSecret } from './limits.ts';
import { makeSessions, type StaffSessions } from './sessions.ts';

export interface StaffOptions {
  /** The file `staff.sqlite`, or `:memory:`. */
  readonly path: string;
  /** Signs the cookies: at least 32 characters, random, kept with the keys. Another one signs everybody out. */
  readonly secret: string;
  /** `PUBLIC_URL`; null when it is not set. Cookies are `Secure` when it is https. */
  readonly publicUrl: string | null;
}

export interface Staff {
  readonly sessions: StaffSessions;
  readonly accounts: StaffAccounts;
  readonly close: () => void;
}

/** Opens the staff accounts: a database of their own, which shares no connection with the conversations. */
export async function openStaff({ path, secret, publicUrl }: StaffOptions): Promise<Staff> {
  if (secret.length < shortestSecret)
    throw new Error(`The staff secret needs ${shortestSecret} characters or more.`);
  const database = openDatabase(path);
  try {
    const auth = await openAuth({ database, secret, publicUrl });
    return { sessions: makeSessions(auth), accounts: makeStaffAccounts(auth), close: () => database.close() };
  } catch (error) {
    database.close();
    throw error;
  }
}

function openDatabase(path: string): DatabaseSync {
  // SQLite gives its journal files the mode of the database, so that must be tight before the first write.
  if (path !== ':memory:') {
    closeSync(openSync(path, 'a', databaseFileMode));
    chmodSync(path, databaseFileMode);
  }
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
  return database;
}
