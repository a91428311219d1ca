import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { contexts, sealJson } from '../../src/app/bodies.ts';
import { emptyCommit } from '../../src/app/commit-of.ts';
import { type Collection, collectionOf, type Hand } from '../../src/app/records.ts';
import { makeUniverse, type Universe } from '../support/universe.ts';

/** What an older program wrote had no `open`. */
const card = z.object({ words: z.string(), open: z._default(z.boolean(), true) });
type Card = z.infer<typeof card>;

const hand = (at: number, by: string | null = 'lan'): Hand => ({ at, by, audit: [] });
const words = (text: string): Card => ({ words: text, open: false });

let universe: Universe;
let cards: Collection<Card>;
beforeEach(async () => {
  universe = await makeUniverse();
  cards = collectionOf(universe, 'card', card);
});
afterEach(() => universe.close());

test('a value comes back with its version, its hour and its hand', async () => {
  expect(await cards.get('a')).toBeNull();
  expect(await cards.put([{ id: 'a', version: 0, value: words('một') }], hand(10))).toBe('done');
  expect(await cards.get('a')).toEqual({ id: 'a', version: 1, at: 10, by: 'lan', value: words('một') });
  expect(await cards.put([{ id: 'a', version: 1, value: words('hai') }], hand(20, null))).toBe('done');
  expect(await cards.get('a')).toEqual({ id: 'a', version: 2, at: 20, by: null, value: words('hai') });
});

test('every version stays in the history, the newest first', async () => {
  await cards.put([{ id: 'a', version: 0, value: words('một') }], hand(10));
  await cards.put([{ id: 'a', version: 1, value: null }], hand(20, 'mai'));
  await cards.put([{ id: 'a', version: 2, value: words('ba') }], hand(30));
  expect(await cards.history('a')).toEqual([
    { id: 'a', version: 3, at: 30, by: 'lan', value: words('ba') },
    { id: 'a', version: 2, at: 20, by: 'mai', value: null },
    { id: 'a', version: 1, at: 10, by: 'lan', value: words('một') },
  ]);
});

test.each<[string, number]>([
  ['an older version', 1],
  ['no version, as if it were new', 0],
  ['a version that is not there yet', 3],
])('a change on %s is stale and changes nothing, also not its neighbours', async (_what, version) => {
  await cards.put([{ id: 'a', version: 0, value: words('một') }], hand(10));
  await cards.put([{ id: 'a', version: 1, value: words('hai') }], hand(20));
  const changes = [
    { id: 'b', version: 0, value: words('mới') },
    { id: 'a', version, value: words('ba') },
  ];
  expect(await cards.put(changes, hand(30))).toBe('stale');
  expect((await cards.list()).map(({ id, value }) => [id, value.words])).toEqual([['a', 'hai']]);
});

test('what was removed is in no list; a list can begin at an hour', async () => {
  const three = ['c', 'a', 'b'].map((id) => ({ id, version: 0, value: words(id) }));
  await cards.put(three, hand(10));
  await cards.put([{ id: 'b', version: 1, value: null }], hand(20));
  await cards.put([{ id: 'c', version: 1, value: words('cc') }], hand(30));
  expect((await cards.list()).map(({ id }) => id)).toEqual(['a', 'c']);
  expect((await cards.list(30)).map(({ id }) => id)).toEqual(['c']);
  expect(await cards.get('b')).toBeNull();
});

test('kinds do not mix', async () => {
  await cards.put([{ id: 'a', version: 0, value: words('một') }], hand(10));
  const notes = collectionOf(universe, 'note', card);
  expect(await notes.get('a')).toBeNull();
  expect(await notes.list()).toEqual([]);
});

test('at rest nothing of the value can be read, and its bytes open in their own place only', async () => {
  await cards.put([{ id: 'a', version: 0, value: words('nhà tạm lánh số 7') }], hand(10));
  const row = await universe.store.record('card', 'a');
  if (row === null || row.body === null) throw new Error('nothing was written');
  const bytes = Buffer.from(row.body);
  for (const plain of ['nhà tạm lánh', 'words', 'open'])
    expect([plain, bytes.includes(plain)]).toEqual([plain, false]);
  const moved = { ...row, id: 'b' };
  await universe.store.commit([{ ...emptyCommit(), records: [moved] }]);
  await expect(cards.get('b')).rejects.toThrow(/seal/i);
});

test('what an older program wrote gets the new fields’ defaults; what is no such thing is a fault', async () => {
  const old = (id: string, value: unknown) => ({
    kind: 'card',
    id,
    version: 1,
    at: 5,
    by: null,
    body: sealJson(universe.vault.system, value, contexts.record('card', id, 1)),
  });
  await universe.store.commit([
    { ...emptyCommit(), records: [old('a', { words: 'cũ' }), old('b', { text: 1 })] },
  ]);
  expect((await cards.get('a'))?.value).toEqual({ words: 'cũ', open: true });
  await expect(cards.get('b')).rejects.toThrow(/words/);
});

test('a change and its line of the audit are written together', async () => {
  const line = { at: 10, action: 'staff-added', pseudonym: null, by: 'lan', params: { name: 'a' } } as const;
  await cards.put([{ id: 'a', version: 0, value: words('một') }], { at: 10, by: 'lan', audit: [line] });
  expect(await universe.store.audit(5)).toMatchObject([line]);
  await cards.put([{ id: 'a', version: 0, value: words('hai') }], { at: 20, by: 'lan', audit: [line] });
  expect(await universe.store.audit(5)).toHaveLength(1);
});
