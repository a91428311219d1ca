import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  closeTalk,
  makeUniverse,
  newPerson,
  newStaff,
  type Universe,
  type Writer,
} from '../support/universe.ts';

/* Coming back on the web: a code like a telephone number, and two digits of her own. */

let universe: Universe;
let person: Writer;
beforeEach(async () => {
  universe = await makeUniverse();
  person = await newPerson(universe);
  await person.write('chồng em hay đánh em');
});
afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});
const door = () => universe.hien.person;
const give = (word = '27') => door().giveReturnCode(person.conversation, word);

test('code and word open her talk again, from her own last message on', async () => {
  const code = await give();
  expect(code).toMatch(/^09\d{8}$/u);
  const lan = await newStaff(universe, 'Lan');
  await person.write({ kind: 'button', button: 'person' });
  await lan.do('claim-next', {});
  await lan.do('write', { conversation: person.conversation, text: 'Mình đây', clientId: 'client-1' });
  await universe.pass(10_000);
  const back = await door().comeBack(code, '27');
  if (back.status !== 'open') throw new Error(back.status);
  expect(back.conversation).toBe(person.conversation);
  expect(await door().whose(back.token)).toEqual({ conversation: person.conversation });
  const { items } = await door().stream(back.conversation, back.position);
  const texts = items.map(({ text }) => text).join('\n');
  expect(texts).toContain('Mình đây');
  expect(texts).not.toContain('đánh em');
});

test('five tries an hour, also for a code that does not exist', async () => {
  const code = await give();
  for (let count = 0; count < 5; count += 1) expect((await door().comeBack(code, '99')).status).toBe('wrong');
  expect((await door().comeBack(code, '27')).status).toBe('too-many');
  for (let count = 0; count < 5; count += 1) await door().comeBack('0900000000', '11');
  expect((await door().comeBack('0900000000', '11')).status).toBe('too-many');
  universe.clock.move(61 * 60_000);
  expect((await door().comeBack(code, '27')).status).toBe('open');
});

test('a new code ends the one before', async () => {
  const [first, second] = [await give(), await give('30')];
  expect((await door().comeBack(first, '27')).status).toBe('wrong');
  expect((await door().comeBack(second, '30')).status).toBe('open');
});

test('an erased talk is not found by its code, and the code goes', async () => {
  const code = await give();
  await person.write({ kind: 'button', button: 'erase.confirm' });
  expect((await door().comeBack(code, '27')).status).toBe('wrong');
  await universe.pass(11 * 60_000);
  expect(await universe.store.records('return-code')).toEqual([]);
});

test('the store holds neither code nor word, and a restart keeps both', async () => {
  const code = await give();
  const [row] = await universe.store.records('return-code');
  const bytes = Buffer.from(row?.body ?? []).toString('latin1') + (row?.id ?? '');
  expect(bytes).not.toContain(code);
  expect(bytes).not.toContain(person.conversation);
  await universe.restart();
  expect((await door().comeBack(code, '27')).status).toBe('open');
});

test('after the close she comes back to the same talk', async () => {
  const lan = await newStaff(universe, 'Lan');
  await person.write({ kind: 'button', button: 'person' });
  await lan.do('claim-next', {});
  const code = await give();
  await closeTalk(universe, lan, person.conversation);
  expect((await door().comeBack(code, '27')).status).toBe('open');
});
