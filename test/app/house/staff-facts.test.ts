import { afterEach, expect, test } from 'vitest';
import type { HouseReply } from '../../../src/wire/house/calls.ts';
import { type Desk, makeUniverse, newPerson, newStaff, type Universe } from '../../support/universe.ts';

let universe: Universe;
afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});

const write = (by: Desk, staff: string, gender: 'woman' | 'man', version = 0) =>
  universe.hien.house.call(by.who, 'facts/write', {
    staff,
    version,
    facts: { gender, languages: ['km'], communes: ['Hòa Bình'] },
  });

test('everybody writes down her own facts, an administrator those of all, and nobody over another’s change', async () => {
  universe = await makeUniverse();
  const lan = await newStaff(universe, 'Lan');
  const mai = await newStaff(universe, 'Mai');
  const ha = await newStaff(universe, 'Ha', 'administrator');
  expect(await write(lan, 'lan', 'woman')).toEqual({ status: 'done', reply: { version: 1 } });
  expect(await write(mai, 'lan', 'man')).toEqual({ status: 'refused', why: 'not-allowed' });
  expect(await write(ha, 'lan', 'woman')).toEqual({ status: 'refused', why: 'stale' });
  expect(await write(ha, 'nobody', 'woman')).toEqual({ status: 'refused', why: 'gone' });
  const own = await universe.hien.house.call(mai.who, 'facts/read', {});
  const all = await universe.hien.house.call(ha.who, 'facts/read', {});
  const staffIn = (answer: typeof own) =>
    answer.status === 'done' ? (answer.reply as HouseReply<'facts/read'>).rows.map(({ staff }) => staff) : [];
  expect(staffIn(own)).toEqual(['mai']);
  expect(staffIn(all).toSorted()).toEqual(['ha', 'lan', 'mai']);
});

test('a line is kept for the woman whom the person asked for, until its clock; imminent for nobody', async () => {
  universe = await makeUniverse();
  const lan = await newStaff(universe, 'Lan');
  const nam = await newStaff(universe, 'Nam');
  await write(lan, 'lan', 'woman');
  await universe.pass(31_000);
  for (const desk of [lan, nam]) desk.beat();
  const person = await newPerson(universe);
  await person.write('0');
  const said = await person.write({ kind: 'button', button: 'wish.woman' });
  expect(said.map(({ text }) => text).join(' ')).toContain('mời người ấy trước');
  expect(nam.newest('desk')?.queue[0]).toMatchObject({
    hindrance: 'kept-for-wish',
    wish: { gender: 'woman' },
  });
  expect(nam.newest('desk')?.alarm.ringing).toBe(false);
  expect(lan.newest('desk')?.alarm.ringing).toBe(true);
  expect(await nam.do('claim-next', {})).toEqual({ status: 'refused', why: 'kept-for-wish' });
  await person.write({ kind: 'button', button: 'sos' });
  expect(await nam.do('claim-next', {})).toMatchObject({ status: 'done' });

  const other = await newPerson(universe);
  await other.write('0');
  await lan.do('shift/off', {});
  const truth = await other.write({ kind: 'button', button: 'wish.woman' });
  expect(truth.map(({ text }) => text).join(' ')).toContain('không có người trực như vậy');
});
