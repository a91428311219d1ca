import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  closeTalk,
  type Desk,
  makeUniverse,
  newPerson,
  newStaff,
  type Universe,
  type Writer,
} from '../support/universe.ts';

/* What person and counsellor are told is true at that second. */

let universe: Universe;
let lan: Desk;
let person: Writer;

beforeEach(async () => {
  universe = await makeUniverse();
  lan = await newStaff(universe, 'Lan');
  person = await newPerson(universe);
  await person.write('nó đang phá cửa');
  await lan.do('claim-next', {});
});

afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});

const texts = async (): Promise<string> => (await person.look()).map(({ text }) => text).join('\n');
const rings = (): boolean | undefined => lan.newest('desk')?.mine[0]?.alarm;
const conversation = (): string => person.conversation;

test('who gives back her only talk is free: the person is not told that everybody is busy', async () => {
  expect(await lan.do('return', { conversation: conversation(), note: '' })).toMatchObject({
    status: 'done',
  });
  const said = await texts();
  expect(said).toContain('Đã báo người trực');
  expect(said).not.toContain('đang giúp người khác');
});

test('who holds another imminent talk is busy', async () => {
  const other = await newPerson(universe);
  const said = (await other.write('cứu')).map(({ text }) => text).join('\n');
  expect(said).toContain('đang giúp người khác');
});

test('an answer of the counsellor ends the ringing on her desk', async () => {
  await lan.do('write', { conversation: conversation(), text: 'Chào bạn', clientId: 'client-1' });
  await person.write({ kind: 'button', button: 'sos' });
  expect(rings()).toBe(true);
  await lan.do('write', { conversation: conversation(), text: 'Mình đây', clientId: 'client-2' });
  expect(rings()).toBe(false);
});

test('the page of somebody who has left is not shown as open', async () => {
  universe.hien.person.seen(conversation());
  expect((await lan.watch(conversation())).pageOpen).toBe(true);
  await person.write({ kind: 'button', button: 'leave' });
  expect((await lan.watch(conversation())).pageOpen).toBe(false);
});

test('who has just heard the bell is on shift at once, before her console beats again', async () => {
  await closeTalk(universe, lan, conversation());
  await newPerson(universe).then((other) => other.write('cứu'));
  lan.line.hear({ type: 'beat', soundAllowed: false, visible: true });
  expect(await lan.do('claim-next', {})).toEqual({ status: 'refused', why: 'off-shift' });
  await lan.do('shift/on', { soundHeard: true });
  expect(await lan.do('claim-next', {})).toMatchObject({ status: 'done' });
});
