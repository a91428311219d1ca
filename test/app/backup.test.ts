import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import type { Seal } from '../../src/app/ports.ts';
import {
  closeTalk,
  makeUniverse,
  newPerson,
  newStaff,
  type Universe,
  type Writer,
} from '../support/universe.ts';

let universe: Universe;
afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});

const database = (): string => join(universe.folder, 'hien.sqlite');
const copy = (): string => join(universe.folder, 'backup-of-data');

/** The data as a nightly backup takes them: the conversations, never the keys. */
function backUp(): void {
  const reader = new DatabaseSync(database(), { readOnly: true });
  reader.exec(`VACUUM INTO '${copy()}'`);
  reader.close();
}

/** Yesterday's data beside today's keys. */
function restore(): void {
  for (const name of readdirSync(universe.folder).filter((file) => file.startsWith('hien.sqlite')))
    rmSync(join(universe.folder, name));
  copyFileSync(copy(), database());
}

/** Every sealed value of every table, whatever it belongs to. */
function blobsOf(path: string): readonly Uint8Array[] {
  const reader = new DatabaseSync(path, { readOnly: true });
  const tables = reader.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const blobs = tables.flatMap(({ name }) =>
    reader
      .prepare(`SELECT * FROM "${String(name)}"`)
      .all()
      .flatMap((row) => Object.values(row).filter((value) => value instanceof Uint8Array)),
  );
  reader.close();
  return blobs;
}

function opensAny(seal: Seal, blobs: readonly Uint8Array[], contexts: readonly string[]): boolean {
  return blobs.some((blob) =>
    contexts.some((context) => {
      try {
        return seal.open(blob, context).length > 0;
      } catch {
        return false;
      }
    }),
  );
}

async function erase(person: Writer): Promise<void> {
  await person.write({ kind: 'button', button: 'erase' });
  await person.write({ kind: 'button', button: 'erase.confirm' });
}

test('a backup from before an erase, beside today’s keys, yields no word of it; the others open', async () => {
  universe = await makeUniverse();
  const [gone, kept] = [await newPerson(universe), await newPerson(universe)];
  await gone.write('em tên Nguyệt, chồng em đang cầm dao');
  await kept.write('em tên Hoa, chồng em hay đánh em');
  const messages = await universe.store.messages(gone.conversation, 100);
  expect(messages.length).toBeGreaterThan(1);
  backUp();
  const inBackup = blobsOf(copy());
  const contexts = [...messages.map(({ id }) => `message:${id}`), 'snapshot'];
  const key = await universe.vault.open(gone.conversation);
  // With the key that was, the backup would speak: the search below looks in the right place.
  expect(key !== null && opensAny(key, inBackup, contexts)).toBe(true);

  await erase(gone);
  await universe.restart(restore);
  const { vault, store, hien } = universe;
  expect(await vault.open(gone.conversation)).toBeNull();
  const seals = [vault.system, await vault.open(kept.conversation)].filter((seal) => seal !== null);
  expect(seals).toHaveLength(2);
  expect(seals.some((seal) => opensAny(seal, inBackup, contexts.slice(0, -1)))).toBe(false);

  // The application started on it, and dropped what nobody can open.
  expect((await store.conversation(gone.conversation))?.erasedAt).not.toBeNull();
  expect(await store.messages(gone.conversation, 100)).toEqual([]);
  const stream = await hien.person.stream(gone.conversation, 0);
  expect([stream.state.ended, stream.items.filter(({ from }) => from === 'person')]).toEqual([true, []]);
  expect(await hien.person.receive(gone.conversation, { kind: 'text', text: 'alo' }, 'x', null)).toEqual({
    status: 'gone',
  });

  const others = await hien.person.stream(kept.conversation, 0);
  expect(others.items[0]?.text).toBe('em tên Hoa, chồng em hay đánh em');
  expect((await kept.write('1')).at(0)?.text).toMatch(/\b113\b/);
});

test('the line of such a conversation stands as erased, so that nobody is waited for who cannot be answered', async () => {
  universe = await makeUniverse();
  const [urgent, calm] = [await newPerson(universe), await newPerson(universe)];
  await urgent.write('1');
  await calm.write('0');
  backUp();
  await erase(urgent);
  await erase(calm);
  await universe.restart(restore);
  expect(await universe.store.queue()).toMatchObject([
    { conversation: urgent.conversation, level: 'imminent', gone: 'erased', mayWrite: false },
  ]);
  const lan = await newStaff(universe, 'Lan');
  expect(await lan.do('claim-next', {})).toEqual({ status: 'done', conversation: urgent.conversation });
  const talk = await lan.watch(urgent.conversation);
  expect([talk.composer, talk.messages]).toEqual(['erased', []]);
  expect(await closeTalk(universe, lan, urgent.conversation)).toMatchObject({
    status: 'done',
  });
  expect(await universe.store.queue()).toEqual([]);
});
