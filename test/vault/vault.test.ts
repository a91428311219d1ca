import { execFile } from 'node:child_process';
import { createHmac, type KeyObject } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Vault } from '../../src/app/ports.ts';
import { SealBroken, VaultLocked } from '../../src/vault/errors.ts';
import { masterKeyIn } from '../../src/vault/master-key.ts';
import { unwrapKey } from '../../src/vault/seal.ts';
import { openVault } from '../../src/vault/vault.ts';

let folder = '';
const opened: Vault[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hien-vault-'));
});
afterEach(async () => {
  for (const vault of opened.splice(0)) await vault.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(masterKey?: string): Promise<Vault> {
  const vault = await openVault({ folder, masterKey });
  opened.push(vault);
  return vault;
}
async function reopen(masterKey?: string): Promise<Vault> {
  for (const vault of opened.splice(0)) await vault.close();
  return open(masterKey);
}
const words = new TextEncoder().encode('Tôi sợ lắm');
const filesWith = (bytes: Uint8Array): string[] =>
  readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(Buffer.from(bytes)));

function masterKey(): KeyObject {
  const master = masterKeyIn(join(folder, 'master.key'));
  if (!master) throw new Error('there is no master key');
  return master;
}

/** The rows of the key file as they stand on the disk. */
function wrappedKeys(): ReadonlyMap<string, Uint8Array> {
  const database = new DatabaseSync(join(folder, 'keys.sqlite'), { readOnly: true });
  const rows = database.prepare('SELECT name, wrapped FROM key').all();
  database.close();
  return new Map(rows.map((row) => [String(row['name']), row['wrapped'] as Uint8Array]));
}

test('a key is made once and opens after a restart', async () => {
  const vault = await open();
  const sealed = (await vault.create('c')).seal(words, 'message/1');
  expect((await vault.create('c')).open(sealed, 'message/1')).toEqual(words);
  const again = await reopen();
  expect((await again.open('c'))?.open(sealed, 'message/1')).toEqual(words);
  expect(await again.open('d')).toBeNull();
});

test('each conversation has a key of its own, and so has the system', async () => {
  const vault = await open();
  const sealed = (await vault.create('c')).seal(words, 'message/1');
  const other = await vault.create('d');
  expect(() => other.open(sealed, 'message/1')).toThrow(SealBroken);
  expect(() => vault.system.open(sealed, 'message/1')).toThrow(SealBroken);
  const command = vault.system.seal(words, 'command');
  expect((await reopen()).system.open(command, 'command')).toEqual(words);
});

test('a destroyed key is gone at once, after a restart, and from every file', async () => {
  const vault = await open();
  await vault.create('stays');
  const sealed = (await vault.create('c')).seal(words, 'message/1');
  const wrapped = wrappedKeys().get('conversation/c') ?? new Uint8Array();
  expect(filesWith(wrapped)).toContain('keys.sqlite');
  await vault.destroy('c');
  expect(await vault.open('c')).toBeNull();
  expect(filesWith(wrapped)).toEqual([]);
  const again = await reopen();
  expect(await again.open('c')).toBeNull();
  expect(await again.open('stays')).not.toBeNull();
  const reborn = await again.create('c');
  expect(() => reborn.open(sealed, 'message/1')).toThrow(SealBroken);
  await again.destroy('nobody');
});

test('what a crash left of a destroyed key in the journal is overwritten on opening', async () => {
  const vault = await open();
  await vault.create('c');
  const wrapped = wrappedKeys().get('conversation/c') ?? new Uint8Array();
  // The journal of the transaction that destroyed it, as it stands before it is overwritten.
  const plain = new DatabaseSync(join(folder, 'keys.sqlite'));
  plain.exec(
    "PRAGMA journal_mode = PERSIST; PRAGMA secure_delete = ON; DELETE FROM key WHERE name = 'conversation/c'",
  );
  plain.close();
  expect(filesWith(wrapped)).toEqual(['keys.sqlite-journal']);
  await reopen();
  expect(filesWith(wrapped)).toEqual([]);
});

test('a hundred keys made at once are all there, and as many destroyed at once are all gone', async () => {
  const vault = await open();
  const names = Array.from({ length: 100 }, (_, at) => `c${at}`);
  await Promise.all(names.map((name) => vault.create(name)));
  expect([...wrappedKeys().keys()].filter((name) => name.startsWith('conversation/'))).toHaveLength(100);
  await Promise.all(names.map((name) => vault.destroy(name)));
  expect([...wrappedKeys().keys()].toSorted()).toEqual(['hashing', 'system']);
});

test('more conversations than are kept open still open', async () => {
  const vault = await open();
  const names = Array.from({ length: 4_200 }, (_, at) => `c${at}`);
  const seals = await Promise.all(names.map((name) => vault.create(name)));
  const sealed = seals[0]?.seal(words, 'message/1') ?? new Uint8Array();
  expect((await vault.open('c0'))?.open(sealed, 'message/1')).toEqual(words);
});

test('files are readable by their owner alone', async () => {
  const vault = await open();
  await vault.create('c');
  const files = readdirSync(folder).toSorted();
  expect(files).toEqual(['keys.sqlite', 'keys.sqlite-journal', 'master.key']);
  for (const name of files) expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
});

test('no key stands unwrapped in any file of the keys', async () => {
  const vault = await open();
  await vault.create('c');
  const master = masterKey();
  const names = [...wrappedKeys().keys()];
  expect(names.toSorted()).toEqual(['conversation/c', 'hashing', 'system']);
  for (const [name, wrapped] of wrappedKeys())
    expect(filesWith(unwrapKey(master, name, wrapped))).toEqual([]);
  const raw = master.export();
  expect(filesWith(raw)).toEqual([]);
  expect(readFileSync(join(folder, 'keys.sqlite')).includes(raw.toString('base64'))).toBe(false);
});

test('a master key may be given, and then none is written', async () => {
  const given = Buffer.alloc(32, 7).toString('base64');
  const sealed = (await (await open(given)).create('c')).seal(words, 'message/1');
  expect(existsSync(join(folder, 'master.key'))).toBe(false);
  expect((await (await reopen(given)).open('c'))?.open(sealed, 'message/1')).toEqual(words);
});

test('another master key is refused in one sentence', async () => {
  await (await open()).create('c');
  const other = reopen(Buffer.alloc(32, 7).toString('base64'));
  await expect(other).rejects.toThrow(VaultLocked);
  await expect(other).rejects.toThrow('The master key is not the one these keys were made with');
});

test.each(['', 'not base64 at all!', Buffer.alloc(31).toString('base64')])(
  'a master key that is none is refused in one sentence: %o',
  async (given) => {
    await expect(open(given)).rejects.toThrow('The master key must hold 32 bytes in base64.');
    writeFileSync(join(folder, 'master.key'), given);
    await expect(open()).rejects.toThrow(
      /^The master key file .*master\.key must hold 32 bytes in base64\.$/,
    );
  },
);

test('keys whose master key is lost are not given a new one', async () => {
  await open();
  rmSync(join(folder, 'master.key'));
  const lost = reopen();
  await expect(lost).rejects.toThrow(VaultLocked);
  await expect(lost).rejects.toThrow('master.key is missing');
  expect(existsSync(join(folder, 'master.key'))).toBe(false);
});

test('hashes are keyed, separated by purpose, and the same after a restart', async () => {
  const vault = await open();
  const hash = vault.keyedHash('token', 'secret');
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(vault.keyedHash('token', 'other')).not.toBe(hash);
  expect(vault.keyedHash('address', 'secret')).not.toBe(hash);
  expect((await reopen()).keyedHash('token', 'secret')).toBe(hash);
  const master = masterKey();
  const key = unwrapKey(master, 'hashing', wrappedKeys().get('hashing') ?? new Uint8Array());
  expect(createHmac('sha256', key).update('token/secret').digest('hex')).toBe(hash);
});

test('processes that start together on a new folder agree on one master key', async () => {
  const run = promisify(execFile);
  const program = join(import.meta.dirname, 'hash.child.ts');
  const starts = Array.from({ length: 4 }, () => run(process.execPath, [program, folder]));
  const hashes = (await Promise.all(starts)).map((end) => end.stdout);
  expect(hashes).toEqual(Array.from({ length: 4 }, () => hashes[0]));
  expect(hashes[0]).toBe((await open()).keyedHash('token', 'secret'));
  expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
});
