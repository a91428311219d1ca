import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ContactRecord } from '../../src/report/contact-record.ts';
import type { HouseAnswer, HouseBody, HouseCallName, HouseReply } from '../../src/wire/house/calls.ts';
import { contact } from '../report/records.ts';
import {
  closeTalk,
  type Desk,
  makeUniverse,
  newPerson,
  newStaff,
  type Universe,
} from '../support/universe.ts';

/* The contact record: begun from the talk, needed for closing, counted afterwards, without a word of the person. */

let universe: Universe;
let lan: Desk;
let head: Desk;

beforeEach(async () => {
  universe = await makeUniverse();
  lan = await newStaff(universe, 'Lan');
  head = await newStaff(universe, 'Head', 'supervisor');
});
afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});

const ask = async <Name extends HouseCallName>(
  desk: Desk,
  name: Name,
  body: HouseBody<Name>,
): Promise<HouseAnswer<HouseReply<Name>>> =>
  (await universe.hien.house.call(desk.who, name, body)) as HouseAnswer<HouseReply<Name>>;
const got = async <Name extends HouseCallName>(desk: Desk, name: Name, body: HouseBody<Name>) => {
  const answer = await ask(desk, name, body);
  if (answer.status !== 'done') throw new Error(`${name}: ${answer.why}`);
  return answer.reply;
};

/** She shouts, Lan claims and answers. */
async function heldTalk(words = 'nó đang cầm dao đuổi em'): Promise<string> {
  const person = await newPerson(universe);
  await person.write(words);
  await universe.pass(20_000);
  await lan.do('claim-next', {});
  await universe.pass(10_000);
  await lan.do('write', { conversation: person.conversation, text: 'Chào bạn', clientId: 'client-1' });
  await universe.pass(10_000);
  return person.conversation;
}
const month = { kind: 'month', year: 2026, month: 3 } as const;

test('it begins with what the talk has shown', async () => {
  const conversation = await heldTalk();
  const { version, record, problems } = await got(lan, 'contacts/of', { conversation });
  expect([version, problems]).toEqual([0, []]);
  expect(record).toMatchObject({
    source: 'web',
    who: 'self',
    level: 'imminent',
    forms: ['physical'],
    type: 'physical-assault',
    claimedAfter: 20,
    answeredAfter: 30,
  });
  expect(JSON.stringify(record)).not.toContain('dao');
});

test('a talk cannot be closed before its record is written', async () => {
  const conversation = await heldTalk();
  const close = { conversation, note: 'xong' };
  expect(await lan.do('close', close)).toEqual({ status: 'refused', why: 'needs-record' });
  expect(await closeTalk(universe, lan, conversation)).toMatchObject({ status: 'done' });
  expect(await universe.store.queue()).toEqual([]);
  expect((await got(lan, 'contacts/list', { days: 1 })).rows).toMatchObject([
    { closed: true, level: 'imminent' },
  ]);
});

test('a child in danger is reported before the talk is closed', async () => {
  const conversation = await heldTalk('em 9 tuổi bố đang cầm dao đuổi em');
  expect(await closeTalk(universe, lan, conversation, { age: '6-12' })).toEqual({
    status: 'refused',
    why: 'needs-record',
  });
  const { version, record, problems } = await got(lan, 'contacts/of', { conversation });
  expect(problems).toEqual([{ field: 'childReports', problem: 'child-report' }]);
  expect((await got(lan, 'contacts/list', { days: 1 })).rows).toMatchObject([{ child: 'due' }]);
  const childReports: ContactRecord['childReports'] = [
    { to: 'line-111', at: universe.clock.now(), reference: '41/2026' },
  ];
  await got(lan, 'contacts/save', { conversation, id: null, version, record: { ...record, childReports } });
  expect(await lan.do('close', { conversation, note: 'đã báo 111' })).toMatchObject({ status: 'done' });
});

test('two who write at once: the second is told, and nothing of the first is lost', async () => {
  const conversation = await heldTalk();
  const { record } = await got(lan, 'contacts/of', { conversation });
  const save = (desk: Desk, sex: ContactRecord['sex']) =>
    ask(desk, 'contacts/save', { conversation, id: null, version: 0, record: { ...record, sex } });
  expect((await save(lan, 'female')).status).toBe('done');
  expect(await save(head, 'male')).toEqual({ status: 'refused', why: 'stale' });
  expect((await got(head, 'contacts/of', { conversation })).record.sex).toBe('female');
});

test('a record of a talk cannot be given to another person or moved in time', async () => {
  const conversation = await heldTalk();
  const { version, record } = await got(lan, 'contacts/of', { conversation });
  const forged = { ...record, pseudonym: 'ai đó', at: 5 };
  const saved = await got(lan, 'contacts/save', { conversation, id: null, version, record: forged });
  expect([saved.record.pseudonym, saved.record.at]).toEqual([record.pseudonym, record.at]);
});

test('who came back after the close is a new contact', async () => {
  const person = await newPerson(universe);
  await person.write('nó đang cầm dao đuổi em');
  await lan.do('claim-next', {});
  await closeTalk(universe, lan, person.conversation);
  await universe.pass(60_000);
  lan.beat();
  await person.write('nó lại cầm dao đuổi em');
  await lan.do('claim-next', {});
  expect((await got(lan, 'contacts/of', { conversation: person.conversation })).version).toBe(0);
  await closeTalk(universe, lan, person.conversation);
  expect((await got(lan, 'contacts/list', { days: 1 })).rows.length).toBe(2);
});

test('colleagues see their own records, those who oversee all; nobody else writes about a talk', async () => {
  const mai = await newStaff(universe, 'Mai');
  const conversation = await heldTalk();
  await closeTalk(universe, lan, conversation);
  const [row] = (await got(head, 'contacts/list', { days: 1 })).rows;
  expect((await got(mai, 'contacts/list', { days: 1 })).rows).toEqual([]);
  expect(await ask(mai, 'contacts/read', { id: row?.id ?? '' })).toEqual({
    status: 'refused',
    why: 'not-allowed',
  });
  expect(await ask(mai, 'contacts/of', { conversation })).toEqual({ status: 'refused', why: 'not-allowed' });
});

test('a call and a visit are written by hand, and counted', async () => {
  const at = universe.clock.now();
  const call = contact({ at, source: 'line-111', forms: ['mental'], type: 'psychological', sex: 'female' });
  for (let count = 0; count < 6; count += 1)
    await got(lan, 'contacts/save', { conversation: null, id: null, version: 0, record: call });
  const { rows } = await got(lan, 'contacts/list', { days: 1 });
  expect(rows.length).toBe(6);
  const again = await got(lan, 'contacts/read', { id: rows[0]?.id ?? '' });
  await got(lan, 'contacts/save', {
    conversation: null,
    id: again.id,
    version: again.version,
    record: { ...again.record, direct: true },
  });
  const { measures } = await got(head, 'contacts/report', { period: month });
  const shown = Object.fromEntries(measures.map(({ key, count }) => [key, count]));
  expect(shown).toMatchObject({ contacts: 6, violence: 6, 'in.line-111': 6, direct: 'hidden' });
});

test('open talks are not counted yet, and are told of', async () => {
  const conversation = await heldTalk();
  const { version, record } = await got(lan, 'contacts/of', { conversation });
  await got(lan, 'contacts/save', { conversation, id: null, version, record });
  const report = await got(head, 'contacts/report', { period: month });
  expect([report.open, report.measures[0]?.count]).toEqual([1, 0]);
});

test('the record outlives erased words, and stands sealed', async () => {
  const person = await newPerson(universe);
  await person.write('nó đang cầm dao đuổi em');
  await lan.do('claim-next', {});
  const { conversation } = person;
  const { version, record } = await got(lan, 'contacts/of', { conversation });
  const note = 'gọi lại buổi sáng';
  await got(lan, 'contacts/save', { conversation, id: null, version, record: { ...record, note } });
  await person.write({ kind: 'button', button: 'erase.confirm' });
  const { rows } = await got(head, 'contacts/list', { days: 1 });
  expect(rows).toMatchObject([{ level: 'imminent', closed: false }]);
  expect((await got(head, 'contacts/read', { id: rows[0]?.id ?? '' })).record.note).toBe(note);
  const [stored] = await universe.store.records('contact');
  expect(Buffer.from(stored?.body ?? []).toString('latin1')).not.toContain('imminent');
});
