import { expect, test } from 'vitest';
import type { RecordRow } from '../../src/app/ports.ts';
import { commitAll, staffRow, turn } from './store-rows.ts';
import type { Fixture } from './store-suite.ts';

const record = (version: number, change: Partial<RecordRow> = {}): RecordRow => ({
  kind: 'number',
  id: 'a',
  version,
  at: version * 10,
  by: 'staff',
  body: new Uint8Array([version]),
  ...change,
});

/** What staff edit or file. */
export function recordsContract({ empty }: Fixture): void {
  test('a record is written, changed and removed, and every version stays', async () => {
    const store = await empty();
    await commitAll(store, turn({ records: [record(1)] }));
    await commitAll(store, turn({ records: [record(2, { by: null })] }));
    expect(await store.record('number', 'a')).toEqual(record(2, { by: null }));
    await commitAll(store, turn({ records: [record(3, { body: null })] }));
    expect(await store.record('number', 'a')).toEqual(record(3, { body: null }));
    expect(await store.records('number')).toEqual([]);
    expect((await store.recordHistory('number', 'a')).map(({ version }) => version)).toEqual([3, 2, 1]);
    expect(await store.record('number', 'never')).toBeNull();
  });

  test('of two changes to one version one is stale, with everything in its commit', async () => {
    const store = await empty();
    await commitAll(store, turn({ records: [record(1)] }));
    const change = (name: string) => turn({ records: [record(2, { by: name })], staff: [staffRow(name)] });
    const results = (await Promise.all([store.commit([change('x')]), store.commit([change('y')])])).flat();
    expect(results.map(({ status }) => status).toSorted()).toEqual(['committed', 'stale']);
    const [winner] = await store.staff();
    expect((await store.staff()).length).toBe(1);
    expect((await store.record('number', 'a'))?.by).toBe(winner?.id);
  });

  test.each([
    ['a first version of what exists', record(1)],
    ['a version that skips one', record(3)],
    ['a change of what never was', record(2, { id: 'other' })],
  ])('%s is stale', async (_, row) => {
    const store = await empty();
    await commitAll(store, turn({ records: [record(1)] }));
    expect(await store.commit([turn({ records: [row] })])).toEqual([{ status: 'stale' }]);
    expect((await store.records('number')).map(({ version }) => version)).toEqual([1]);
  });

  test('several records stand or fall together', async () => {
    const store = await empty();
    await commitAll(store, turn({ records: [record(1)] }));
    const both = turn({ records: [record(1, { id: 'b' }), record(1)] });
    expect(await store.commit([both])).toEqual([{ status: 'stale' }]);
    expect(await store.record('number', 'b')).toBeNull();
  });

  test('a kind is listed by id, and since an hour', async () => {
    const store = await empty();
    const rows = [record(1, { id: 'b', at: 5 }), record(1, { id: 'a', at: 9 }), record(1, { kind: 'shift' })];
    await commitAll(store, turn({ records: rows }));
    expect((await store.records('number')).map(({ id }) => id)).toEqual(['a', 'b']);
    expect((await store.records('number', 6)).map(({ id }) => id)).toEqual(['a']);
  });

  test('a forgotten record leaves no version', async () => {
    const store = await empty();
    await commitAll(store, turn({ records: [record(1)] }));
    await commitAll(store, turn({ records: [record(2)] }));
    await store.forgetRecord('number', 'a');
    expect(await store.recordHistory('number', 'a')).toEqual([]);
  });
}
