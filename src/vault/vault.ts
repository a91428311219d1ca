import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Seal, Vault } from '../app/ports.ts';
import { SealBroken, VaultLocked } from './errors.ts';
import { makeKeyCache } from './key-cache.ts';
import { type KeyChange, type KeyFile, openKeyFile } from './key-file.ts';
import { vaultLimits } from './limits.ts';
import { makeMasterKey, masterKeyIn, readMasterKey } from './master-key.ts';
import { makeSeal, unwrapKey, wrapKey } from './seal.ts';

export interface VaultOptions {
  /** Where `keys.sqlite` stands, and `master.key` unless the key is given. */
  readonly folder: string;
  /** 32 bytes in base64, when the master key is kept elsewhere. */
  readonly masterKey?: string | undefined;
}

const systemName = 'system';
const hashingName = 'hashing';
// Conversations' keys carry a prefix, so that no conversation's id can name one of the house's keys.
const nameOf = (conversation: string): string => `conversation/${conversation}`;

/** Opens the keys, making them on the first run. Throws `VaultLocked` when the master key does not fit. */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const file = openKeyFile(join(options.folder, 'keys.sqlite'));
  try {
    return vaultOn(file, findMasterKey(options, file));
  } catch (error) {
    file.close();
    throw error;
  }
}

function findMasterKey({ folder, masterKey }: VaultOptions, file: KeyFile): KeyObject {
  if (masterKey !== undefined) return readMasterKey(masterKey, 'The master key');
  const path = join(folder, 'master.key');
  // Asked first: another process that is just starting writes its master key before the first row.
  const hasKeys = file.read(systemName) !== null;
  const found = masterKeyIn(path);
  if (found) return found;
  if (hasKeys) {
    throw new VaultLocked(
      `The keys in ${folder} need their master key, and ${path} is missing: put it back there.`,
    );
  }
  return makeMasterKey(path);
}

function vaultOn(file: KeyFile, master: KeyObject): Vault {
  const makeRow = (name: string): KeyChange => {
    const raw = randomBytes(vaultLimits.keyBytes);
    const wrapped = wrapKey(master, name, raw);
    raw.fill(0);
    return { type: 'add', name, wrapped };
  };
  const keyOf = (name: string): KeyObject | null => {
    const wrapped = file.read(name);
    if (!wrapped) return null;
    const raw = unwrapKey(master, name, wrapped);
    const key = createSecretKey(raw);
    raw.fill(0);
    return key;
  };

  if (!file.read(hashingName)) file.change([makeRow(systemName), makeRow(hashingName)]);
  const { system, hashing } = houseKeys(keyOf);
  const cache = makeKeyCache();
  const changes = groupChanges(file);

  function open(conversation: string): Seal | null {
    const cached = cache.get(conversation);
    if (cached) return cached;
    const key = keyOf(nameOf(conversation));
    if (!key) return null;
    const seal = makeSeal(key, conversation);
    cache.put(conversation, seal);
    return seal;
  }

  return {
    async create(conversation) {
      await changes.add(makeRow(nameOf(conversation)));
      const seal = open(conversation);
      if (!seal) throw new Error('the key was destroyed while it was made');
      return seal;
    },
    open: async (conversation) => open(conversation),
    async destroy(conversation) {
      cache.drop(conversation);
      await changes.add({ type: 'destroy', name: nameOf(conversation) });
      // Somebody may have opened it again while the change waited.
      cache.drop(conversation);
    },
    system: makeSeal(system, ''),
    keyedHash: (purpose, value) => createHmac('sha256', hashing).update(`${purpose}/${value}`).digest('hex'),
    async close() {
      await changes.settled();
      cache.clear();
      file.close();
    },
  };
}

function houseKeys(keyOf: (name: string) => KeyObject | null): {
  readonly system: KeyObject;
  readonly hashing: KeyObject;
} {
  try {
    const system = keyOf(systemName);
    const hashing = keyOf(hashingName);
    if (!system || !hashing) throw new Error('the house keys were written and are gone');
    return { system, hashing };
  } catch (cause) {
    if (!(cause instanceof SealBroken)) throw cause;
    throw new VaultLocked(
      'The master key is not the one these keys were made with: give the one that belongs to them.',
      { cause },
    );
  }
}

/** Group commit: keys that are made or destroyed in the same round share one transaction. */
function groupChanges(file: KeyFile) {
  let waiting: {
    readonly change: KeyChange;
    readonly resolve: () => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  let running: Promise<void> | null = null;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      const batch = waiting.slice(0, vaultLimits.batch);
      waiting = waiting.slice(vaultLimits.batch);
      try {
        file.change(batch.map((one) => one.change));
      } catch (error) {
        for (const one of batch) one.reject(error);
        continue;
      }
      for (const one of batch) one.resolve();
    }
    running = null;
  }

  return {
    add(change: KeyChange): Promise<void> {
      return new Promise((resolve, reject) => {
        waiting.push({ change, resolve, reject });
        running ??= drain();
      });
    },
    settled: async (): Promise<void> => void (await running),
  };
}
