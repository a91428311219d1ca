import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another server works in this folder. The message is one sentence for whoever started the second. */
export class DataFolderHeld extends Error {
  override readonly name = 'DataFolderHeld';
}

/**
 * Makes the data folder where it is missing and holds it for this process: an exclusive transaction that stays open
 * on `lock.sqlite`. The kernel lets go of it when the process ends, however it ends. Throws `DataFolderHeld`.
 */
export function holdDataFolder(folder: string): { readonly release: () => void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const path = join(folder, 'lock.sqlite');
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    if (!isBusy(cause)) throw cause;
    throw new DataFolderHeld(
      `Another Hiên server is already running on the data folder ${resolve(folder)}.`,
      { cause },
    );
  }
  return { release: () => lock.close() };
}

/** SQLITE_BUSY, with whatever detail in the upper bytes. */
function isBusy(error: unknown): boolean {
  // oxlint-disable-next-line no-bitwise -- SQLite's extended codes carry the primary code in the low byte
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5;
}
