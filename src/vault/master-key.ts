import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { VaultLocked } from './errors.ts';
import { vaultLimits } from './limits.ts';

/** A master key as text: 32 bytes in base64. `where` names its source in the error. */
export function readMasterKey(text: string, where: string): KeyObject {
  const raw = Buffer.from(text.trim(), 'base64');
  if (raw.length !== vaultLimits.keyBytes)
    throw new VaultLocked(`${where} must hold ${vaultLimits.keyBytes} bytes in base64.`);
  return createSecretKey(raw);
}

/** The master key in its file; null when there is none. */
export function masterKeyIn(path: string): KeyObject | null {
  if (!existsSync(path)) return null;
  chmodSync(path, 0o600);
  return readMasterKey(readFileSync(path, 'utf8'), `The master key file ${path}`);
}

/** Makes the master key's file, on the disk and readable by its owner alone; an existing one stands. */
export function makeMasterKey(path: string): KeyObject {
  const draft = `${path}.${process.pid}.new`;
  writeDurably(draft, `${randomBytes(vaultLimits.keyBytes).toString('base64')}\n`);
  try {
    linkSync(draft, path);
  } catch (error) {
    // Another process was first: its key counts.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft);
  }
  syncFolder(dirname(path));
  return readMasterKey(readFileSync(path, 'utf8'), `The master key file ${path}`);
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}
