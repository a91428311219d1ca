import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../src/app/ports.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

const enough = 1_500;
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hien-crash-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lets the flood run until it has promised enough, kills it, and returns what it had promised. */
function floodAndKill(
  path: string,
): Promise<{ readonly promised: readonly string[]; readonly signal: string | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'flood.child.ts'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.split('\n').length > enough) child.kill('SIGKILL');
    });
    child.once('error', reject);
    // A line that was cut off by the kill was never promised in full.
    child.once('close', (_, signal) => resolve({ promised: said.split('\n').slice(0, -1), signal }));
  });
}

async function factsOf(store: Store, conversation: string) {
  const messages = await store.messages(conversation, 100_000);
  return {
    row: await store.conversation(conversation),
    messages,
    visible: await store.stream(conversation, 0, 100_000),
    pending: await store.inbox(conversation),
    outbox: await store.outbox(conversation),
    timers: await store.timers(conversation),
  };
}

test('after a kill in mid-flood every promise holds and nothing is half there', {
  timeout: 60_000,
}, async () => {
  const path = join(folder, 'hien.sqlite');
  const { promised, signal } = await floodAndKill(path);
  expect(signal).toBe('SIGKILL');
  expect(promised.length).toBeGreaterThanOrEqual(enough);
  const store = await openSqliteStore(path);
  const kept = new Set<string>();
  let turns = 0;
  for (let at = 0; at < 20; at += 1) {
    const id = `c${at}`;
    const facts = await factsOf(store, id);
    const version = facts.row?.version ?? 0;
    turns += version;
    // A turn is there with both messages, its clock and its place, or not at all.
    expect(facts.row?.nextSeq ?? 1).toBe(version * 2 + 1);
    expect(facts.messages.map((row) => row.seq)).toEqual(
      Array.from({ length: version * 2 }, (_, seq) => seq + 1),
    );
    expect(facts.visible.map((row) => row.position)).toEqual(facts.visible.map((_, place) => place + 1));
    expect(facts.visible.length + facts.outbox.length).toBe(version * 2);
    expect(facts.timers.map((timer) => timer.token)).toEqual(version > 0 ? [`${id}-${version - 1}`] : []);
    for (const row of facts.pending) kept.add(`accepted ${row.id}`);
    for (let done = 0; done < version; done += 1)
      kept.add(`accepted ${id}-${done}`).add(`committed ${id}-${done}`);
    for (const row of facts.visible) kept.add(`settled ${row.id.replace('-out', '')}`);
  }
  expect(promised.filter((line) => !kept.has(line))).toEqual([]);
  expect(await store.audit(100_000)).toHaveLength(turns);
  await store.close();
});
