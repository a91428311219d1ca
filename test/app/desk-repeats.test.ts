import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type Desk,
  makeUniverse,
  newPerson,
  newStaff,
  type Universe,
  type Writer,
} from '../support/universe.ts';

/* What a console sends twice, or without holding the talk, does not lie and does not silence anybody. */

let universe: Universe;
let [lan, mai]: readonly (Desk | null)[] = [];
let person: Writer;

beforeEach(async () => {
  universe = await makeUniverse();
  lan = await newStaff(universe, 'Lan');
  mai = await newStaff(universe, 'Mai');
  person = await newPerson(universe);
  await person.write('0');
  await lan.do('claim-next', {});
});

afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});

const write = (clientId: string) =>
  lan?.do('write', { conversation: person.conversation, text: 'Chào bạn.', clientId });
const rings = (): boolean | undefined => lan?.newest('desk')?.mine[0]?.alarm;

test('a message that was refused is refused again when its answer was lost and the console repeats it', async () => {
  await person.write({ kind: 'button', button: 'quiet' });
  expect(await write('client-01')).toEqual({ status: 'refused', why: 'quiet' });
  expect(await write('client-01')).toMatchObject({ status: 'refused' });
  await universe.pass(5000);
  expect(await person.look()).toEqual([]);
});

test('a message that went out is told as done when it is repeated, also after a restart', async () => {
  const first = await write('client-02');
  expect(first).toMatchObject({ status: 'done' });
  await universe.restart();
  expect(await write('client-02')).toEqual(first);
});

test('only who holds the talk ends its ringing', async () => {
  await write('client-03');
  await person.write({ kind: 'button', button: 'sos' });
  expect(rings()).toBe(true);
  const { conversation } = person;
  expect(await mai?.do('alarm/seen', { conversation })).toEqual({ status: 'refused', why: 'not-yours' });
  expect(await mai?.do('code', { conversation, answer: 'answer' })).toEqual({
    status: 'refused',
    why: 'not-yours',
  });
  expect(await mai?.do('write', { conversation, text: 'Chào.', clientId: 'client-04' })).toEqual({
    status: 'refused',
    why: 'not-yours',
  });
  expect(rings()).toBe(true);
  expect(await lan?.do('alarm/seen', { conversation })).toMatchObject({ status: 'done' });
  expect(rings()).toBe(false);
});
