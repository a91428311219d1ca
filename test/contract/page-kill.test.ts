import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { databaseFiles } from '../../src/config.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { openVault } from '../../src/vault/vault.ts';
import { isAnswered, newClient } from '../support/direct-line-client.ts';
import { type FakeGateway, fakeGateway } from '../support/fake-gateway.ts';
import { namedAlways, newAccounts, writePlan } from '../support/on-call.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';

/* The server is killed while its gateway is down: what was acknowledged to her is not lost, somebody is called after. */

let folder: string;
let gateway: FakeGateway;
let server: ServerProcess;
afterEach(async () => {
  await server.end('SIGKILL');
  await gateway.close();
  await rm(folder, { recursive: true, force: true });
});

test('a page that was due at the kill goes out after the restart, under the same id', {
  timeout: 120_000,
}, async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-kill-'));
  gateway = await fakeGateway();
  await nameLan(folder);
  const pager = { PAGER_URL: gateway.url, PAGER_SECRET: gateway.secret };
  server = await startServerProcess(folder, pager);
  gateway.answers = () => 'refuse';
  const person = await newClient(() => server.directLine);
  await person.say('1');
  await person.until(isAnswered, 30_000);
  await expect.poll(() => gateway.calls.length, { timeout: 30_000 }).toBeGreaterThan(0);
  await server.end('SIGKILL');

  const before = gateway.calls.length;
  const [first] = gateway.calls;
  gateway.answers = () => 'take';
  server = await startServerProcess(folder, pager);
  const after = (): readonly string[] => gateway.calls.slice(before).map(({ id }) => id);
  await expect.poll(after, { timeout: 60_000 }).toContain(first?.id);
  expect(gateway.calls.every(({ genuine }) => genuine)).toBe(true);
});

/** Lan is first on call at any hour, and nobody else. */
async function nameLan(data: string): Promise<void> {
  const vault = await openVault({ folder: data });
  const store = await openSqliteStore(databaseFiles(data).conversations);
  await newAccounts(store, ['lan']);
  await writePlan({ store, vault }, namedAlways({ first: 'lan' }));
  await store.close();
  await vault.close();
}
