import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  closeTalk,
  type Desk,
  makeUniverse,
  newPerson,
  newStaff,
  type Universe,
} from '../support/universe.ts';

/* An evening of hand-overs on the real store: who holds, who is offered what, and who may go home. */

let universe: Universe;
let lan: Desk;
let mai: Desk;
beforeEach(async () => {
  universe = await makeUniverse();
  lan = await newStaff(universe, 'Lan');
  mai = await newStaff(universe, 'Mai');
});
afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});

const textOf = (items: readonly { text: string }[]): string => items.map(({ text }) => text).join('\n');
const minutes = 60_000;

/** Time passes while consoles are open and heard. */
async function pass(ms: number, ...desks: readonly Desk[]): Promise<void> {
  for (let left = ms; left > 0; left -= 10_000) {
    for (const desk of desks) desk.beat();
    await universe.pass(Math.min(10_000, left));
  }
}

async function held(words = '0') {
  const person = await newPerson(universe);
  await person.write(words);
  await lan.do('claim-next', {});
  const { conversation } = person;
  await lan.do('write', { conversation, text: 'Chào bạn.', clientId: `c-${conversation}` });
  await universe.pass(3000);
  await person.look();
  return person;
}

test('she goes home when her talk is with a colleague, and the person hears of it from nobody', async () => {
  const person = await held();
  const { conversation } = person;
  expect(await lan.do('shift/off', {})).toEqual({ status: 'refused', why: 'holding' });
  await lan.do('write', { conversation, text: 'Mình sắp hết ca.', clientId: 'bye-0001' });
  const offered = await lan.do('offer', { conversation, staff: 'mai', note: 'chị ấy ở nhà mẹ' });
  expect(offered.status).toBe('done');
  expect(mai.newest('desk')?.offers?.[0]).toMatchObject({
    conversation,
    offer: { by: 'Lan', to: { id: 'mai', name: 'Mai' }, note: 'chị ấy ở nhà mẹ' },
  });
  const since = lan.newest('desk')?.mine[0]?.waitingSince;

  await universe.restart();
  lan = await again('Lan');
  mai = await again('Mai');
  expect(mai.newest('desk')?.offers).toHaveLength(1);
  expect((await mai.do('offer/accept', { conversation })).status).toBe('done');
  expect(mai.newest('desk')?.mine[0]).toMatchObject({ conversation, waitingSince: since });
  expect(lan.newest('desk')?.mine).toEqual([]);
  await pass(5000, lan, mai);
  // What she had sent before goes out; nothing else does.
  expect(textOf(await person.look())).toBe('Mình sắp hết ca.');
  expect((await mai.watch(conversation)).messages.map(({ text }) => text).join('\n')).toContain(
    'chị ấy ở nhà mẹ',
  );
  expect((await lan.do('shift/off', {})).status).toBe('done');
  expect((await closeTalk(universe, mai, conversation)).status).toBe('done');
});

/** Her console opens again after the server did; she is on shift still. */
async function again(name: string): Promise<Desk> {
  const desk = await newStaff(universe, name);
  await universe.settle();
  return desk;
}

test('nobody is offered more than she can hold, and an offer that is not answered stays', async () => {
  const person = await held();
  const { conversation } = person;
  await held('1');
  const own = await newPerson(universe);
  await own.write('1');
  await mai.do('claim-next', {});
  expect(await lan.do('offer', { conversation, staff: 'mai', note: '' })).toEqual({
    status: 'refused',
    why: 'full',
  });
  await closeTalk(universe, mai, own.conversation);
  expect((await lan.do('offer', { conversation, staff: 'mai', note: '' })).status).toBe('done');
  await pass(61_000, lan, mai);
  expect(await mai.do('offer/accept', { conversation })).toEqual({ status: 'refused', why: 'no-offer' });
  expect(lan.newest('desk')?.mine.find((line) => line.conversation === conversation)?.soft).toBe(true);
});

test('who may know the person is not offered her again, and if nobody else is there the words say so', async () => {
  await mai.do('shift/off', {});
  const person = await held();
  const { conversation } = person;
  expect((await lan.do('return', { conversation, note: '', known: true })).status).toBe('done');
  expect(textOf(await person.look())).toContain('không có người trực');
  expect(lan.newest('desk')?.queue[0]).toMatchObject({ conversation, hindrance: 'acquainted' });
  expect(lan.newest('desk')?.alarm.ringing).toBe(false);
  expect(await lan.do('claim-next', {})).toEqual({ status: 'refused', why: 'acquainted' });
  await mai.do('shift/on', { soundHeard: true });
  expect(await mai.do('claim-next', {})).toMatchObject({ status: 'done', conversation });
  const sao = await newStaff(universe, 'Sao', 'supervisor');
  expect(await sao.do('assign', { conversation, staff: 'lan' })).toEqual({
    status: 'refused',
    why: 'acquainted',
  });
});

test('after an imminent talk she has five quiet minutes, and a supervisor is told to talk it over', async () => {
  const sao = await newStaff(universe, 'Sao', 'supervisor');
  await mai.do('shift/off', {});
  const person = await held('1');
  await closeTalk(universe, lan, person.conversation);
  const calm = await newPerson(universe);
  await calm.write('0');
  expect(await lan.do('claim-next', {})).toEqual({ status: 'refused', why: 'resting' });
  expect(lan.newest('desk')?.restsUntil).toBe(universe.clock.now() + 5 * minutes);
  const urgent = await newPerson(universe);
  expect(textOf(await urgent.write('1'))).toContain('Đã báo người trực');
  expect(await lan.do('claim-next', {})).toEqual({ status: 'refused', why: 'resting' });
  await sao.do('shift/off', {});
  expect(await lan.do('claim-next', {})).toMatchObject({ conversation: urgent.conversation });

  const due = sao.newest('desk')?.debriefs ?? [];
  expect(due).toMatchObject([{ name: 'Lan' }]);
  expect(await lan.do('debrief/done', { id: due[0]?.id })).toEqual({ status: 'refused', why: 'not-allowed' });
  expect((await sao.do('debrief/done', { id: due[0]?.id })).status).toBe('done');
  expect(sao.newest('desk')?.debriefs).toEqual([]);
});

test('quiet minutes end when she says so', async () => {
  const person = await held('1');
  await closeTalk(universe, lan, person.conversation);
  const calm = await newPerson(universe);
  await calm.write('0');
  expect(await lan.do('claim-next', {})).toEqual({ status: 'refused', why: 'resting' });
  expect((await lan.do('rest/end', {})).status).toBe('done');
  expect(await lan.do('claim-next', {})).toMatchObject({ conversation: calm.conversation });
});

test('a supervisor watches, whispers and chooses; none of it reaches the person', async () => {
  const sao = await newStaff(universe, 'Sao', 'supervisor');
  const person = await held();
  const { conversation } = person;
  expect((await sao.watch(conversation)).composer).toBe('not-yours');
  expect(await mai.do('whisper', { conversation, text: 'nghe này' })).toEqual({
    status: 'refused',
    why: 'not-allowed',
  });
  expect(await mai.do('jot', { conversation, text: 'x' })).toEqual({ status: 'refused', why: 'not-yours' });
  expect((await sao.do('whisper', { conversation, text: 'hỏi xem có trẻ em không' })).status).toBe('done');
  expect((await lan.do('jot', { conversation, text: 'chị ở nhà mẹ' })).status).toBe('done');
  expect(lan.newest('desk')?.mine[0]?.soft).toBe(true);
  await lan.do('alarm/seen', { conversation });
  expect(lan.newest('desk')?.mine[0]?.soft).toBe(false);
  await pass(5000, lan, mai, sao);
  expect(await person.look()).toEqual([]);

  const first = await newPerson(universe);
  await first.write('1');
  const second = await newPerson(universe);
  await second.write('0');
  expect(await mai.do('claim', { conversation: second.conversation })).toEqual({
    status: 'refused',
    why: 'not-allowed',
  });
  expect(await sao.do('claim', { conversation: second.conversation })).toMatchObject({ status: 'done' });
});

test('SOS that the holder does not look at for a minute calls somebody else', async () => {
  const person = await held();
  await person.write({ kind: 'button', button: 'sos' });
  expect(lan.newest('desk')?.mine[0]?.nextClockAt).toBe(universe.clock.now() + 60_000);
  await pass(61_000, lan, mai);
  expect(mai.newest('desk')?.alarm).toEqual({ ringing: true, worst: 'imminent' });
  expect(lan.newest('desk')?.mine).toEqual([]);
});

test('the quiet minutes end by the clock, and every console hears of it', async () => {
  const person = await held('1');
  await closeTalk(universe, lan, person.conversation);
  const calm = await newPerson(universe);
  await calm.write('0');
  expect(lan.newest('desk')?.queue[0]?.hindrance).toBe('resting');
  await pass(5 * minutes + 2000, lan, mai);
  expect(lan.newest('desk')?.queue[0]?.hindrance).toBeUndefined();
  expect(await lan.do('claim-next', {})).toMatchObject({ conversation: calm.conversation });
});
