import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoreUnwritable } from '../../src/store/batches.ts';
import { openSqliteStore, openWriter, storeOn } from '../../src/store/sqlite/sqlite-store.ts';
import {
  bytes,
  change,
  commitAll,
  conversationRow,
  inboxRow,
  messageIn,
  queueRow,
  turn,
} from '../contract/store-rows.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hien-sqlite-'));
  path = join(folder, 'hien.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const filesThatHold = (words: string): string[] =>
  readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(words));

test('the database and its log are readable by their owner alone', async () => {
  const store = await openSqliteStore(path);
  await store.open(conversationRow('c'), null);
  const files = readdirSync(folder);
  expect(files).toContain('hien.sqlite-wal');
  for (const name of files) expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
  await store.close();
});

test('commits wait for the disk, deleted rows are overwritten, and reading cannot write', async () => {
  const writer = openWriter(path);
  const pragma = (name: string) => Object.values(writer.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  expect([pragma('journal_mode'), pragma('synchronous'), pragma('secure_delete')]).toEqual(['wal', 2, 1]);
  writer.close();
});

test('a database is opened again as it was left', async () => {
  const first = await openSqliteStore(path);
  await first.open(conversationRow('c'), null);
  await first.close();
  const second = await openSqliteStore(path);
  expect(await second.conversation('c')).toEqual(conversationRow('c'));
  await second.close();
});

test('a migration that fails leaves the file as it was', async () => {
  const before = new DatabaseSync(path);
  before.exec('CREATE TABLE staff (other TEXT)');
  before.close();
  await expect(openSqliteStore(path)).rejects.toThrow('schema could not be brought up to date');
  const after = new DatabaseSync(path);
  const names = after
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'kysely%'")
    .all();
  after.close();
  expect(names.map((row) => row['name'])).toEqual(['staff']);
});

test('counts of the same name and day add up', async () => {
  const writer = openWriter(path);
  const store = await storeOn(writer, path);
  const counter = (add: number, day: string) => turn({ counters: [{ name: 'talks', day, add }] });
  await commitAll(store, counter(1, 'mon'), counter(2, 'mon'), counter(5, 'tue'));
  const rows = writer.prepare('SELECT day, total FROM counter ORDER BY day').all();
  expect(rows.map((row) => [row['day'], row['total']])).toEqual([
    ['mon', 3],
    ['tue', 5],
  ]);
  await store.close();
});

test.each([
  ['erasing', { erase: true }],
  ['forgetting', { forget: true }],
] as const)('after %s no sealed byte of the talk is left in any file', async (_, how) => {
  const store = await openSqliteStore(path);
  const words = 'sealed-words-of-a-talk';
  const long = bytes(words.repeat(400));
  await store.open(conversationRow('c', { snapshot: bytes(words) }), null);
  await store.accept(inboxRow('event', 'c', { body: long }));
  await commitAll(
    store,
    turn({
      conversation: change('c', 0, { snapshot: long }),
      messages: [messageIn('m', 'c', 1, { body: long })],
    }),
  );
  expect(filesThatHold(words)).not.toEqual([]);
  await commitAll(
    store,
    turn({ conversation: change('c', 1), ...how, queue: queueRow('c', { gone: 'erased' }) }),
  );
  // The log is emptied in the same round as the commit; another round lets it end.
  await new Promise((resolve) => setImmediate(resolve));
  expect(filesThatHold(words)).toEqual([]);
  await store.close();
});

test('a full disk refuses the whole batch, leaves nothing half, and is over when there is room again', async () => {
  const writer = openWriter(path);
  const store = await storeOn(writer, path);
  for (const id of ['a', 'b', 'c']) await store.open(conversationRow(id), null);
  const pages = Number(writer.prepare('PRAGMA page_count').get()?.['page_count']);
  writer.exec(`PRAGMA max_page_count = ${pages + 4}`);
  const large = new Uint8Array(64 * 1024).fill(7);
  const small = turn({ conversation: change('a', 0), messages: [messageIn('small', 'a', 1)] });
  const tooLarge = turn({
    conversation: change('b', 0, { level: 'high' }),
    messages: [messageIn('large', 'b', 1, { body: large })],
  });
  const results = await Promise.allSettled([
    store.commit([small]),
    store.commit([tooLarge]),
    store.accept(inboxRow('event', 'c')),
  ]);
  expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected']);
  for (const result of results) expect(result).toHaveProperty('reason', expect.any(StoreUnwritable));
  expect(await store.conversation('a')).toEqual(conversationRow('a'));
  expect(await store.conversation('b')).toEqual(conversationRow('b'));
  expect([await store.messages('a', 9), await store.messages('b', 9), await store.inbox('c')]).toEqual([
    [],
    [],
    [],
  ]);
  expect(writer.isTransaction).toBe(false);

  // What still fits is written.
  await commitAll(store, small);
  writer.exec('PRAGMA max_page_count = 1000000');
  await commitAll(store, tooLarge);
  expect((await store.message('large'))?.body).toEqual(large);
  await store.close();
});

test('a COMMIT that is refused takes its batch with it, and the next one stands', async () => {
  const writer = openWriter(path);
  const store = await storeOn(writer, path);
  // A debt that is only noticed at the very end of the transaction.
  writer.exec(`CREATE TABLE lender (id TEXT PRIMARY KEY);
    CREATE TABLE debt (lender TEXT REFERENCES lender (id) DEFERRABLE INITIALLY DEFERRED);
    CREATE TRIGGER owes AFTER INSERT ON message WHEN NEW.id = 'owing' BEGIN INSERT INTO debt VALUES ('nobody'); END`);
  for (const id of ['a', 'b']) await store.open(conversationRow(id), null);
  const sound = turn({ conversation: change('a', 0), messages: [messageIn('sound', 'a', 1)] });
  const owing = turn({ conversation: change('b', 0), messages: [messageIn('owing', 'b', 1)] });
  await expect(store.commit([sound, owing])).rejects.toThrow(StoreUnwritable);
  expect([await store.messages('a', 9), await store.messages('b', 9)]).toEqual([[], []]);
  await commitAll(store, sound);
  expect(await store.messages('a', 9)).toHaveLength(1);
  await store.close();
});

test('while another process holds the file, a batch is refused in time and the next one stands', async () => {
  const writer = openWriter(path);
  const store = await storeOn(writer, path);
  writer.exec('PRAGMA busy_timeout = 10');
  const other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE');
  await expect(store.open(conversationRow('c'), null)).rejects.toThrow(StoreUnwritable);
  other.exec('ROLLBACK');
  other.close();
  await store.open(conversationRow('c'), null);
  expect(await store.conversation('c')).not.toBeNull();
  await store.close();
});

test('operations of one round share one commit', async () => {
  const writer = openWriter(path);
  const store = await storeOn(writer, path);
  const watcher = new DatabaseSync(path, { readOnly: true });
  const version = watcher.prepare('PRAGMA data_version');
  const seen = (): unknown => version.get()?.['data_version'];
  const before = seen();
  let between: unknown;
  const first = store.open(conversationRow('a'), null).then(() => (between = seen()));
  await Promise.all([first, store.open(conversationRow('b'), null), store.accept(inboxRow('event', 'a'))]);
  expect(between).not.toBe(before);
  expect(seen()).toBe(between);
  watcher.close();
  await store.close();
});
