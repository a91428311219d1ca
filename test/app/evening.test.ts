import { afterEach, expect, test } from 'vitest';
import { closeTalk, makeUniverse, newPerson, newStaff, type Universe } from '../support/universe.ts';

let universe: Universe;
afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});

const textOf = (items: readonly { text: string }[]): string => items.map(({ text }) => text).join('\n');

test('from a frightened message to a counsellor and back', async () => {
  universe = await makeUniverse();
  const lan = await newStaff(universe, 'Lan');
  const person = await newPerson(universe);
  const card = await person.write('chồng tôi đang cầm dao đuổi tôi');
  expect(textOf(card)).toContain('113');
  expect(lan.newest('desk')?.alarm).toEqual({ ringing: true, worst: 'imminent' });

  const claimed = await lan.do('claim-next', {});
  expect(claimed).toEqual({ status: 'done', conversation: person.conversation });
  expect(lan.newest('desk')?.alarm.ringing).toBe(false);
  const talk = await lan.watch(person.conversation);
  expect(talk.reasons[0]).toMatchObject({ code: 'A4', counts: true });
  expect('chồng tôi đang cầm dao đuổi tôi').toContain(talk.reasons[0]?.quote ?? 'no quote');
  expect(talk.composer).toBe('open');

  const written = await lan.do('write', {
    conversation: person.conversation,
    text: 'Chào bạn, mình là người trực.',
    clientId: 'client-01',
  });
  expect(written).toMatchObject({ status: 'done', undoMs: 3000 });
  expect(await person.look()).toEqual([]);
  await universe.pass(3000);
  expect(textOf(await person.look())).toBe('Chào bạn, mình là người trực.');
  expect(await person.write('dạ em nghe')).toEqual([]);
  expect((await closeTalk(universe, lan, person.conversation)).status).toBe('done');
  expect(lan.newest('desk')?.mine).toEqual([]);
});

test('a colleague sees which sign was doubted, and asked about instead of rung', async () => {
  universe = await makeUniverse();
  const lan = await newStaff(universe, 'Lan');
  const person = await newPerson(universe);
  await person.write('sos sos ai có tài liệu môn sinh không');
  expect(lan.newest('desk')?.alarm.ringing).toBe(false);
  await person.write('chồng tôi đang cầm dao đuổi tôi');
  await lan.do('claim-next', {});
  const { reasons } = await lan.watch(person.conversation);
  expect(reasons.find(({ code }) => code === 'A1')).toMatchObject({ quote: 'sos', doubted: true });
  expect(reasons.find(({ code }) => code === 'A4')).not.toHaveProperty('doubted');
});

test('a message taken back within three seconds never reaches the person', async () => {
  universe = await makeUniverse();
  const lan = await newStaff(universe, 'Lan');
  const person = await newPerson(universe);
  await person.write('0');
  await lan.do('claim-next', {});
  const sent = await lan.do('write', {
    conversation: person.conversation,
    text: 'gửi nhầm người',
    clientId: 'client-02',
  });
  await universe.pass(2000);
  await lan.do('undo', {
    conversation: person.conversation,
    message: sent.status === 'done' ? sent.message : '',
  });
  await universe.pass(10_000);
  expect(await person.look()).toEqual([]);
  const talk = await lan.watch(person.conversation);
  expect(talk.messages.find(({ text }) => text === 'gửi nhầm người')?.state).toBe('undone');
});

test('the same message sent twice by the console goes out once', async () => {
  universe = await makeUniverse();
  const lan = await newStaff(universe, 'Lan');
  const person = await newPerson(universe);
  await person.write('0');
  await lan.do('claim-next', {});
  const body = { conversation: person.conversation, text: 'Chào bạn.', clientId: 'client-03' };
  const [first, second] = await Promise.all([lan.do('write', body), lan.do('write', body)]);
  expect(first).toEqual(second);
  await universe.pass(5000);
  expect(textOf(await person.look())).toBe('Chào bạn.');
});

test('a repeated post of the person is recognised', async () => {
  universe = await makeUniverse();
  const person = await newPerson(universe);
  const door = universe.hien.person;
  const first = await door.receive(person.conversation, { kind: 'text', text: 'xin chào' }, 'same', null);
  const again = await door.receive(person.conversation, { kind: 'text', text: 'xin chào' }, 'same', null);
  await universe.settle();
  expect(again).toEqual({ status: 'duplicate', id: 'id' in first ? first.id : '' });
  expect(await person.look()).toHaveLength(1);
});

test('order by level, then waiting time; one while holding an imminent, two otherwise; no picking', async () => {
  universe = await makeUniverse();
  const lan = await newStaff(universe, 'Lan');
  const asked = await newPerson(universe);
  await asked.write('0');
  await universe.pass(1000);
  const askedLater = await newPerson(universe);
  await askedLater.write('0');
  await universe.pass(1000);
  const urgent = await newPerson(universe);
  await urgent.write('1');

  expect(await lan.do('claim-next', {})).toEqual({ status: 'done', conversation: urgent.conversation });
  expect(await lan.do('claim-next', {})).toEqual({ status: 'refused', why: 'full' });
  await lan.do('write', { conversation: urgent.conversation, text: 'Mình đây.', clientId: 'client-04' });
  await closeTalk(universe, lan, urgent.conversation);
  await lan.do('rest/end', {});
  expect(await lan.do('claim-next', {})).toEqual({ status: 'done', conversation: asked.conversation });
  expect(await lan.do('claim-next', {})).toEqual({ status: 'done', conversation: askedLater.conversation });
  expect(await lan.do('claim-next', {})).toEqual({ status: 'refused', why: 'full' });
  expect(await lan.do('shift/off', {})).toEqual({ status: 'refused', why: 'holding' });
});

test('two counsellors claim at once: each line is taken once', async () => {
  universe = await makeUniverse();
  const [lan, mai] = [await newStaff(universe, 'Lan'), await newStaff(universe, 'Mai')];
  const person = await newPerson(universe);
  await person.write('1');
  const replies = await Promise.all([lan.do('claim-next', {}), mai.do('claim-next', {})]);
  expect(replies.filter(({ status }) => status === 'done')).toHaveLength(1);
  expect(replies).toContainEqual({ status: 'refused', why: 'nothing-waiting' });
});

test('nobody claims off shift, and an auditor never', async () => {
  universe = await makeUniverse();
  const lan = await newStaff(universe, 'Lan');
  const auditor = await newStaff(universe, 'Hoa', 'auditor');
  const person = await newPerson(universe);
  await person.write('1');
  await lan.do('shift/off', {});
  expect(await lan.do('claim-next', {})).toEqual({ status: 'refused', why: 'off-shift' });
  expect(await auditor.do('claim-next', {})).toEqual({ status: 'refused', why: 'not-allowed' });
});

test('a counsellor reads only what she holds; a supervisor all', async () => {
  universe = await makeUniverse();
  const [lan, sup] = [await newStaff(universe, 'Lan'), await newStaff(universe, 'Sao', 'supervisor')];
  const person = await newPerson(universe);
  await person.write('1');
  lan.line.hear({ type: 'watch', conversation: person.conversation });
  await universe.settle();
  expect(lan.newest('talk')).toBeUndefined();
  expect(lan.newest('talk-gone')).toMatchObject({ why: 'not-allowed' });
  expect((await sup.watch(person.conversation)).conversation).toBe(person.conversation);
  expect(await sup.do('assign', { conversation: person.conversation, staff: 'lan' })).toMatchObject({
    status: 'done',
  });
  expect((await lan.watch(person.conversation)).composer).toBe('open');
});

test('a console unheard for a minute loses an imminent talk, and the person is told', async () => {
  universe = await makeUniverse();
  const lan = await newStaff(universe, 'Lan');
  const person = await newPerson(universe);
  await person.write('1');
  await lan.do('claim-next', {});
  await lan.do('write', { conversation: person.conversation, text: 'Mình đây.', clientId: 'client-05' });
  await universe.pass(5000);
  await person.look();
  lan.line.close();
  await universe.pass(70_000);
  expect(textOf(await person.look())).toContain('mất mạng');
  const mai = await newStaff(universe, 'Mai');
  expect(await mai.do('claim-next', {})).toMatchObject({ status: 'done', conversation: person.conversation });
});

test('stopped at 170 s: the notice of 180 s comes after the restart, once', async () => {
  universe = await makeUniverse();
  await newStaff(universe, 'Lan');
  const person = await newPerson(universe);
  await person.write('1');
  await universe.pass(170_000);
  await person.look();
  await universe.restart();
  await universe.pass(20_000);
  expect(await person.look()).toHaveLength(1);
  await universe.restart();
  await universe.pass(60_000);
  expect(await person.look()).toEqual([]);
  const pages = await universe.store.openPages();
  expect(pages.map(({ target }) => target)).toEqual(['room', 'second', 'supervisor', 'everybody']);
});

test('leaving revokes the token at once, and what comes later goes nowhere', async () => {
  universe = await makeUniverse();
  const { conversation, token } = await universe.hien.person.issueToken();
  await universe.hien.person.start(conversation, 'vi');
  await universe.hien.person.receive(conversation, { kind: 'text', text: '1' }, 'a', null);
  await universe.settle();
  expect(await universe.hien.person.whose(token)).toEqual({ conversation });
  await universe.hien.person.leave(conversation, token);
  expect(await universe.hien.person.whose(token)).toBeNull();
  await universe.pass(200_000);
  const lan = await newStaff(universe, 'Lan');
  expect(lan.newest('desk')?.queue[0]).toMatchObject({ gone: 'left', level: 'imminent' });
});
