import { ConfigError } from './config.ts';
import { StartError } from './main.ts';
import { DataFolderHeld } from './store/data-folder.ts';
import { VaultLocked } from './vault/errors.ts';

/** Faults that are told in one sentence, without a stack. */
const told = [ConfigError, StartError, DataFolderHeld, VaultLocked];

const systemSentences: Readonly<Record<string, string>> = {
  EADDRINUSE: 'PORT is in use by another program: choose another port.',
  EACCES: 'PORT or HIEN_DATA may not be used by this account: choose another port or folder.',
  EADDRNOTAVAIL: 'HOST must be an address of this machine.',
  ENOTFOUND: 'HOST must be an address of this machine.',
};

/** What stopped the start, in one sentence that says how to mend it; null when it needs a stack to be understood. */
export function sentenceOf(fault: unknown): string | null {
  if (!(fault instanceof Error)) return null;
  if (told.some((kind) => fault instanceof kind)) return fault.message;
  return 'code' in fault ? (systemSentences[String(fault.code)] ?? null) : null;
}
