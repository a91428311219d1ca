import { afterEach, expect, test } from 'vitest';
import { pushKeys } from '../../src/app/pager-keys.ts';
import { makePushKeys } from '../../src/pager/web-push.ts';
import { makeUniverse, type Universe } from '../support/universe.ts';

let universe: Universe;
afterEach(async () => {
  await universe.close();
});

test('the pair for notifications is made once, kept sealed, and the same after a restart', async () => {
  universe = await makeUniverse();
  const keys = () => pushKeys(universe, makePushKeys);
  // Two that begin at once end with the same pair.
  const [first, second] = await Promise.all([keys(), keys()]);
  expect(second).toEqual(first);
  await universe.restart();
  expect(await keys()).toEqual(first);
  const [row] = await universe.store.records('push-keys');
  const kept = Buffer.from(row?.body ?? []).toString('latin1');
  expect(kept.length).toBeGreaterThan(0);
  expect(kept).not.toContain(first.privateKey);
  expect(kept).not.toContain(first.publicKey);
});
