import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { emptyCommit } from '../../src/app/commit-of.ts';
import { collectionOf } from '../../src/app/records.ts';
import { databaseFiles } from '../../src/config.ts';
import { freshPlan, nobodyNamed } from '../../src/queue/roster.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { openVault } from '../../src/vault/vault.ts';
import { rosterPlan } from '../../src/wire/house/roster.ts';
import { isAnswered, newClient } from '../support/direct-line-client.ts';
import { type FakeGateway, fakeGateway } from '../support/fake-gateway.ts';
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
  const row = { id: 'lan', name: 'Lan', role: 'counsellor' as const, active: true };
  const staff = [{ ...row, createdAt: 0, shiftSince: null, soundTestedAt: null }];
  await store.commit([{ ...emptyCommit(), staff }]);
  const names = Object.fromEntries(freshPlan.shifts.map(({ id }) => [id, { ...nobodyNamed, first: 'lan' }]));
  const pattern = Object.fromEntries(['1', '2', '3', '4', '5', '6', '7'].map((day) => [day, names]));
  const value = { shifts: [...freshPlan.shifts], pattern, holidays: [], drill: null };
  const plans = collectionOf({ store, vault }, 'roster', rosterPlan);
  await plans.put([{ id: 'roster', version: 0, value }], { at: 0, by: null, audit: [] });
  await store.close();
  await vault.close();
}
