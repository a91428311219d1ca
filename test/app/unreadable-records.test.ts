import { afterEach, expect, test } from 'vitest';
import type { Pager, PagerCall, PagerWay } from '../../src/app/pager-port.ts';
import type { Store } from '../../src/app/ports.ts';
import { addressKind } from '../../src/app/roster-records.ts';
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

interface State {
  /** Every reading of records fails. */
  broken: boolean;
  /** Reading this one record fails. */
  unreadable: string | null;
}

async function begin(pager?: Pager): Promise<State> {
  const state: State = { broken: false, unreadable: null };
  const faulty = (store: Store): Store => {
    const refuse =
      <Args extends readonly unknown[], Result>(read: (...args: Args) => Promise<Result>) =>
      (...args: Args): Promise<Result> =>
        state.broken || args[1] === state.unreadable
          ? Promise.reject(new Error('unreadable'))
          : read(...args);
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

/** A way that reaches whoever registered an address with it, and what went by it. */
function newWay() {
  const calls: PagerCall[] = [];
  const taking = { takes: true };
  const send = (call: PagerCall): Promise<{ status: 'sent' | 'failed' }> => {
    calls.push(call);
    return Promise.resolve({ status: taking.takes ? 'sent' : 'failed' });
  };
  const way = { name: 'chat', reaches: 'registered', wantsTelephone: false, send } as const;
  return { calls, taking, way };
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
  const { calls, taking, way } = newWay();
  taking.takes = false;
  const state = await begin({ ways: [way], pushKey: null });
  await nameLan();
  await cry();
  const due = new Set(calls.map(({ id }) => id));
  expect(due.size).toBeGreaterThan(0);

  state.broken = true;
  await universe.restart();
  taking.takes = true;
  calls.length = 0;
  await universe.pass(20_000);
  expect(calls).toEqual([]);
  expect(universe.faults.length).toBeGreaterThan(0);
  state.broken = false;
  await universe.pass(40_000);
  expect(new Set(calls.map(({ id }) => id))).toEqual(due);
  expect(new Set(calls.map(({ address }) => address))).toEqual(new Set(['chat-lan']));
});

test('an address that cannot be read counts as a call that failed: the next in line is called at once', async () => {
  const { calls, way } = newWay();
  const state = await begin({ ways: [way], pushKey: null });
  await nameLan();
  state.unreadable = (await universe.store.records(addressKind))[0]?.id ?? '';
  await universe.hien.pager.register('sao', 'chat', 'chat-sao');
  await cry();
  expect(calls.map(({ address }) => address)).toEqual(['chat-sao']);
  state.unreadable = null;
  await universe.pass(40_000);
  expect(new Set(calls.map(({ address }) => address))).toEqual(new Set(['chat-sao', 'chat-lan']));
});

test('a start without the way does not forget who registered with it', async () => {
  const { calls, taking, way } = newWay();
  taking.takes = false;
  const ways: PagerWay[] = [way];
  await begin({ ways, pushKey: null });
  await nameLan();
  await cry();
  await universe.restart(() => ways.pop());
  await universe.pass(10_000);
  taking.takes = true;
  calls.length = 0;
  await universe.restart(() => ways.push(way));
  await universe.pass(40_000);
  expect(new Set(calls.map(({ address }) => address))).toEqual(new Set(['chat-lan']));
});

test('who waits is handed on when the roster can be read again, though the room had emptied before', async () => {
  const { way } = newWay();
  const state = await begin({ ways: [way], pushKey: null });
  await nameLan();
  await newStaff(universe, 'Mai');
  const person = await newPerson(universe);
  await person.write('nó dọa giết mình từ hôm kia');
  state.broken = true;
  await universe.restart();
  const mai = await newStaff(universe, 'Mai');
  for (let beats = 0; beats < 4; beats += 1) {
    mai.beat();
    await universe.pass(10_000);
  }
  await universe.pass(40_000);
  expect(await calledFirst()).toEqual([]);
  state.broken = false;
  await universe.pass(20_000);
  expect(await calledFirst()).toEqual([person.conversation]);
});

const calledFirst = async (): Promise<readonly string[]> =>
  (await universe.store.openPages())
    .filter(({ target }) => target === 'first')
    .map(({ conversation }) => conversation);

/** Lan is called first at any hour, then Sao; Lan has registered. */
async function nameLan(): Promise<void> {
  await newAccounts(universe.store, ['lan', 'sao']);
  await writePlan(universe, namedAlways({ first: 'lan', supervisor: 'sao' }));
  await universe.hien.pager.register('lan', 'chat', 'chat-lan');
  await universe.pass(31_000);
}

async function cry(): Promise<void> {
  const person = await newPerson(universe);
  await person.write('nó đang cầm dao đuổi em');
  await universe.pass(2_000);
}
