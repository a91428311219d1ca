import { afterEach, expect, test } from 'vitest';
import type { Pager, PagerCall } from '../../src/app/pager-port.ts';
import type { Store } from '../../src/app/ports.ts';
import { namedAlways, newAccounts, writePlan } from '../support/on-call.ts';
import { makeUniverse, newPerson, newStaff, type Universe } from '../support/universe.ts';

/*
 * What staff keep (roster, facts about themselves, numbers, drills …) cannot be read any more. Help does not wait for
 * it: the card goes out, the line stands and rings, and somebody can take it (promise 1).
 */

let universe: Universe;
afterEach(async () => {
  await universe.close();
});

/** Every reading of records fails from `broken` on. */
async function begin(pager?: Pager): Promise<{ broken: boolean }> {
  const state = { broken: false };
  const faulty = (store: Store): Store => {
    const refuse =
      <Args extends readonly unknown[], Result>(read: (...args: Args) => Promise<Result>) =>
      (...args: Args): Promise<Result> =>
        state.broken ? Promise.reject(new Error('unreadable')) : read(...args);
    return {
      ...store,
      record: refuse((...args: Parameters<Store['record']>) => store.record(...args)),
      records: refuse((...args: Parameters<Store['records']>) => store.records(...args)),
      recordHistory: refuse((...args: Parameters<Store['recordHistory']>) => store.recordHistory(...args)),
    };
  };
  universe = await makeUniverse({ faulty, ...(pager !== undefined && { pager }) });
  return state;
}

test('a cry for help is answered, stands in the queue, rings, and is taken', async () => {
  const state = await begin();
  const lan = await newStaff(universe, 'Lan');
  state.broken = true;
  await universe.pass(40_000);
  lan.beat();
  const person = await newPerson(universe);
  const said = await person.write('nó đang cầm dao đuổi em');
  expect(said.map(({ text }) => text).join('\n')).toContain('113');
  expect(await universe.store.queue()).toMatchObject([{ level: 'imminent' }]);
  expect(lan.newest('desk')).toMatchObject({ queue: [{ level: 'imminent' }], alarm: { ringing: true } });
  expect(await lan.do('claim-next', {})).toMatchObject({ status: 'done' });
  expect(
    await lan.do('write', { conversation: person.conversation, text: 'Mình đây', clientId: 'client-1' }),
  ).toMatchObject({
    status: 'done',
  });
  await universe.pass(5_000);
  expect((await person.look()).map(({ text }) => text)).toEqual(['Mình đây']);
  expect(universe.faults.length).toBeGreaterThan(0);
});

test('with nobody on shift nobody is promised, and the clocks go on', async () => {
  const state = await begin();
  state.broken = true;
  const person = await newPerson(universe);
  const said = (await person.write('nó đang cầm dao đuổi em')).map(({ text }) => text).join('\n');
  expect(said).toContain('113');
  expect(said).toContain('Giờ này không có người trực');
  await universe.pass(130_000);
  expect((await universe.store.openPages()).length).toBeGreaterThan(1);
});

test('a call that was due at a restart waits until her address can be read, and is not forgotten', async () => {
  const calls: PagerCall[] = [];
  let takes = false;
  const send = (call: PagerCall): Promise<{ status: 'sent' | 'failed' }> => {
    calls.push(call);
    return Promise.resolve({ status: takes ? 'sent' : 'failed' });
  };
  const way = { name: 'chat', reaches: 'registered', wantsTelephone: false, send } as const;
  const state = await begin({ ways: [way], pushKey: null });
  await newAccounts(universe.store, ['lan']);
  await writePlan(universe, namedAlways({ first: 'lan' }));
  await universe.hien.pager.register('lan', 'chat', 'chat-7');
  await universe.pass(31_000);
  const person = await newPerson(universe);
  await person.write('nó đang cầm dao đuổi em');
  await universe.pass(2_000);
  expect(calls.length).toBeGreaterThan(0);

  state.broken = true;
  await universe.restart();
  takes = true;
  const due = new Set(calls.map(({ id }) => id));
  calls.length = 0;
  await universe.pass(20_000);
  expect(calls).toEqual([]);
  expect(universe.faults.length).toBeGreaterThan(0);
  state.broken = false;
  await universe.pass(10_000);
  expect(new Set(calls.map(({ id }) => id))).toEqual(due);
  expect(new Set(calls.map(({ address }) => address))).toEqual(new Set(['chat-7']));
});
