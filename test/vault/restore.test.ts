import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { openVault } from '../../src/vault/vault.ts';
import { change, commitAll, conversationRow, inboxRow, messageIn, turn } from '../contract/store-rows.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hien-restore-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const words = 'Tên tôi là Hoa, số 0912 345 678, anh ấy dọa giết tôi';

test('a backup from before an erase yields no word beside the keys of today', async () => {
  const data = join(folder, 'hien.sqlite');
  const backup = join(folder, 'backup.sqlite');
  const vault = await openVault({ folder });
  const seal = await vault.create('c');
  const sealed = (context: string) => seal.seal(new TextEncoder().encode(words), context);
  const store = await openSqliteStore(data);
  await store.open(conversationRow('c'), null);
  await store.accept(inboxRow('event', 'c', { body: sealed('inbox/event') }));
  const talk = turn({
    conversation: change('c', 0, { snapshot: sealed('snapshot') }),
    messages: [messageIn('m', 'c', 1, { body: sealed('message/m') })],
  });
  await commitAll(store, talk);
  await store.close();
  copyFileSync(data, backup);

  const today = await openSqliteStore(data);
  await vault.destroy('c');
  await commitAll(today, turn({ conversation: change('c', 1, { erasedAt: 5 }), erase: true }));
  await today.close();
  await vault.close();

  mkdirSync(join(folder, 'restored'));
  for (const name of ['keys.sqlite', 'master.key'])
    copyFileSync(join(folder, name), join(folder, 'restored', name));
  const restored = await openSqliteStore(backup);
  const keys = await openVault({ folder: join(folder, 'restored') });
  // The rows are back; what opens them is not.
  expect(await restored.message('m')).not.toBeNull();
  expect((await restored.conversation('c'))?.snapshot).not.toBeNull();
  expect(await keys.open('c')).toBeNull();
  await restored.close();
  await keys.close();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.length).toBeGreaterThan(4);
  for (const file of files) {
    const bytes = readFileSync(join(file.parentPath, file.name));
    for (const part of ['Hoa', '0912 345 678', 'dọa giết'])
      expect([file.name, bytes.includes(part)]).toEqual([file.name, false]);
  }
});
