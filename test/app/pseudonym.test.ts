import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFresh } from '../../src/app/fresh-conversation.ts';
import type { Store } from '../../src/app/ports.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { manualClock } from '../support/manual-clock.ts';

let store: Store;
beforeEach(async () => {
  store = await openSqliteStore(':memory:');
});
afterEach(() => store.close());

/** Makes a conversation where every draw comes out as `drawn` says; its pseudonym. */
async function open(id: string, drawn: () => number): Promise<string> {
  const chance = { id: () => id, secret: () => id, below: drawn };
  const parts = { store, chance, clock: manualClock(0) };
  return (await openFresh(parts, { id, channel: 'web', language: 'vi' })).pseudonym;
}

test('whoever draws a pseudonym that somebody has gets another, longer the more are taken', async () => {
  const given: string[] = [];
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) given.push(await open(id, () => 0));
  expect(given).toEqual([
    'sen-1000',
    'sen-10000',
    'sen-100000',
    'sen-1000000',
    'sen-10000000',
    'sen-100000000',
  ]);
  for (const pseudonym of given) expect(await store.conversationByPseudonym(pseudonym)).not.toBeNull();
});

test('the next draw is as good as the first where only one is taken', async () => {
  const draws = [0, 0, 0, 0, 0, 7];
  expect(await open('a', () => 0)).toBe('sen-1000');
  expect(await open('b', () => draws.shift() ?? 1)).toBe('sen-1007');
});

test('where every draw is taken it is said, and nothing is made', async () => {
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await open(id, () => 0);
  await expect(open('g', () => 0)).rejects.toThrow('every pseudonym that was tried is taken');
  expect(await store.conversation('g')).toBeNull();
});
