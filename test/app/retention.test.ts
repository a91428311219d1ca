import { afterEach, expect, test } from 'vitest';
import { closeTalk, makeUniverse, newPerson, newStaff, type Universe } from '../support/universe.ts';

const hour = 3_600_000;
const day = 24 * hour;
let universe: Universe;
afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});

/** Moves the clock without playing every second of days. */
async function leap(ms: number): Promise<void> {
  universe.clock.move(ms);
  await universe.settle();
  universe.clock.move(11 * 60_000); // the next look at what is due
  for (let round = 0; round < 5; round += 1) await universe.settle();
}

const isKept = async (conversation: string): Promise<boolean> =>
  (await universe.store.conversation(conversation)) !== null;

test('words of no danger go 72 hours after the last message, key and rows', async () => {
  universe = await makeUniverse();
  const person = await newPerson(universe);
  await person.write('xin chào');
  await leap(71 * hour);
  expect(await isKept(person.conversation)).toBe(true);
  await leap(2 * hour);
  expect(await isKept(person.conversation)).toBe(false);
  expect(await universe.vault.open(person.conversation)).toBeNull();
});

test('what waits in the queue is never forgotten, however long', async () => {
  universe = await makeUniverse();
  const person = await newPerson(universe);
  await person.write('1');
  await leap(60 * day);
  expect(await isKept(person.conversation)).toBe(true);
});

test('imminent: 30 days after closing', async () => {
  universe = await makeUniverse();
  const lan = await newStaff(universe, 'Lan');
  const person = await newPerson(universe);
  await person.write('1');
  await lan.do('claim-next', {});
  await closeTalk(universe, lan, person.conversation);
  await leap(29 * day);
  expect(await isKept(person.conversation)).toBe(true);
  await leap(2 * day);
  expect(await isKept(person.conversation)).toBe(false);
});

test('a return after the close begins at high at most, and staff see the maximum', async () => {
  universe = await makeUniverse();
  const lan = await newStaff(universe, 'Lan');
  const person = await newPerson(universe);
  await person.write('1');
  await lan.do('claim-next', {});
  await closeTalk(universe, lan, person.conversation);
  await person.write('alo');
  const row = await universe.store.conversation(person.conversation);
  expect(row).toMatchObject({ level: 'high', highest: 'imminent' });
});
