import { afterEach, beforeEach, expect, test } from 'vitest';
import { webhook } from '../../src/pager/webhook.ts';
import { type Named, nobodyNamed } from '../../src/queue/roster.ts';
import { type FakeGateway, fakeGateway } from '../support/fake-gateway.ts';
import { namedMondayNight, newAccounts, writePlan } from '../support/on-call.ts';
import { makeUniverse, newPerson, newStaff, type Universe, type Writer } from '../support/universe.ts';

/* Monday 2 March 2026, eleven at night in Viet Nam: nobody is on shift, Lan is first on call, Mai second. */

let universe: Universe;
let gateway: FakeGateway;

const fourteenHours = 14 * 3_600_000;
const crew = ['lan', 'mai', 'sao', 'head'] as const;
const named = { first: 'lan', second: 'mai', supervisor: 'sao', head: 'head' };

beforeEach(async () => {
  gateway = await fakeGateway();
  const { url, secret } = gateway;
  const now = () => universe.clock.now();
  const way = webhook({ url, secret, numbers: false, publicUrl: 'http://127.0.0.1:1', now });
  universe = await makeUniverse({ pager: { ways: [way], pushKey: null } });
  universe.clock.move(fourteenHours);
  await universe.settle();
}, 60_000);
afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
  await gateway.close();
});

async function onCall(change: Partial<Named> = {}): Promise<void> {
  await newAccounts(universe.store, crew);
  await writePlan(universe, namedMondayNight({ ...named, ...change }));
  // The roster is read anew.
  universe.clock.move(31_000);
  await universe.settle();
}

const texts = async (person: Writer): Promise<string> =>
  (await person.look()).map(({ text }) => text).join('\n');
const said = (items: readonly { text: string }[]): string => items.map(({ text }) => text).join('\n');

test('first and second are called at once, the first does not answer, the second does', async () => {
  await onCall();
  const person = await newPerson(universe);
  const card = said(await person.write('nó đang phá cửa'));
  expect(card).toContain('113');
  expect(card).toContain('Đang gọi người trực đêm');
  expect(gateway.targets().toSorted()).toEqual(['first', 'second']);
  expect(gateway.calls.every(({ genuine }) => genuine)).toBe(true);

  await universe.pass(61_000);
  expect(await texts(person)).toBe(
    'Vẫn chưa có ai vào được. Gọi được thì gọi 113. Mình vẫn đang gọi người trực.',
  );
  const mai = await newStaff(universe, 'Mai');
  await universe.settle();
  expect(mai.newest('desk')?.called).toMatchObject({ drill: false });
  expect(await mai.do('claim-next', {})).toMatchObject({ status: 'done' });
  await mai.do('write', { conversation: person.conversation, text: 'Mình đây.', clientId: 'client-01' });
  for (let count = 0; count < 20; count += 1) {
    mai.beat();
    await universe.pass(20_000);
  }
  expect(gateway.targets().toSorted()).toEqual(['first', 'second']);
  const pages = await Promise.all(gateway.calls.map(({ id }) => universe.store.delivery(id)));
  const answers = await Promise.all(pages.map((row) => universe.store.acknowledgementsOf(row?.page ?? '')));
  expect(answers.flat().map(({ staff, way }) => [staff, way])).toEqual([['mai', 'desk']]);
});

test('nobody takes it: the supervisor at three minutes, the head of centre at six, and nothing is closed', async () => {
  await onCall();
  const person = await newPerson(universe);
  await person.write('1');
  await universe.pass(179_000);
  expect(gateway.targets()).toHaveLength(2);
  await universe.pass(3_000);
  expect(gateway.targets().slice(2)).toEqual(['supervisor']);
  await universe.pass(180_000);
  expect(gateway.targets().slice(3)).toEqual(['head']);
  await universe.pass(600_000);
  expect(gateway.targets()).toHaveLength(4);
  expect((await universe.store.queue()).map(({ level }) => level)).toEqual(['imminent']);
});

test('nothing that goes out says who needs help, or what happened', async () => {
  await onCall();
  const person = await newPerson(universe);
  await person.write('chồng tôi cầm dao');
  expect(gateway.calls).toHaveLength(2);
  for (const { genuine: _, id, acknowledge, ...call } of gateway.calls) {
    expect(call.text).toBe('Hiên: có việc gấp, mở bảng trực.');
    expect(Object.keys(call).toSorted()).toEqual(['staff', 'target', 'text']);
    expect(`${id} ${String(acknowledge)}`).not.toContain(person.conversation);
  }
});

test('a page that reaches nobody moves on at once', async () => {
  await onCall();
  gateway.answers = ({ staff }) => (staff === 'head' ? 'take' : 'refuse');
  const person = await newPerson(universe);
  await person.write('1');
  await universe.pass(1_000);
  expect(new Set(gateway.targets())).toEqual(new Set(['first', 'second', 'supervisor', 'head']));
  expect(gateway.calls.filter(({ target }) => target === 'head')).toHaveLength(1);
});

test('nobody is named first: whoever is named next is called at once', async () => {
  await onCall({ first: null, second: null });
  const person = await newPerson(universe);
  expect(said(await person.write('1'))).toContain('Đang gọi người trực đêm');
  await universe.pass(1_000);
  expect(gateway.targets()).toEqual(['supervisor']);
});

test('a failed call is repeated under the same id within its clock, and not after it', async () => {
  await onCall({ second: null, supervisor: null, head: null });
  gateway.answers = () => 'refuse';
  const person = await newPerson(universe);
  await person.write('1');
  await universe.pass(120_000);
  const first = gateway.calls.filter(({ target }) => target === 'first');
  expect(first.length).toBeGreaterThan(5);
  expect(new Set(first.map(({ id }) => id)).size).toBe(1);
  const before = gateway.calls.length;
  await universe.pass(50_000);
  expect(gateway.calls.slice(before).map(({ target }) => target)).not.toContain('first');
});

test('a gateway that is known to fail: nobody is promised, and the truth changes when it works again', async () => {
  await onCall();
  gateway.answers = () => 'refuse';
  const first = await newPerson(universe);
  expect(said(await first.write('1'))).toContain('Đang gọi người trực đêm');
  await universe.pass(1_000);
  const second = await newPerson(universe);
  expect(said(await second.write('1'))).toContain('Giờ này không có người trực trả lời tin');
  await universe.pass(61_000);
  expect(await texts(second)).toBe('Vẫn chưa có ai vào được. Gọi được thì gọi 113.');
  gateway.answers = () => 'take';
  await universe.pass(30_000);
  const third = await newPerson(universe);
  expect(said(await third.write('1'))).toContain('Đang gọi người trực đêm');
});

test('nobody is named at this hour: nobody is promised, at once and at sixty seconds', async () => {
  await onCall({ ...nobodyNamed });
  const person = await newPerson(universe);
  expect(said(await person.write('1'))).toContain('Giờ này không có người trực trả lời tin');
  await universe.pass(61_000);
  expect(await texts(person)).toBe('Vẫn chưa có ai vào được. Gọi được thì gọi 113.');
});

test('the texts follow the roster within a minute', async () => {
  await onCall({ ...nobodyNamed });
  await onCall();
  const person = await newPerson(universe);
  expect(said(await person.write('1'))).toContain('Đang gọi người trực đêm');
});

test('only asked for a person: nobody is woken, and nobody is promised', async () => {
  await onCall();
  const person = await newPerson(universe);
  expect(said(await person.write('0'))).toContain('Giờ này không có người trực trả lời tin');
  await universe.pass(1_200_000);
  expect(gateway.calls).toEqual([]);
});

test('the gateway answers that she has it: no repeat to her, and the clocks go on until somebody claims', async () => {
  await onCall({ second: null });
  gateway.answers = () => 'acknowledge';
  const person = await newPerson(universe);
  await person.write('1');
  await universe.pass(170_000);
  expect(gateway.targets()).toEqual(['first']);
  const row = await universe.store.delivery(gateway.calls[0]?.id ?? '');
  expect(await universe.store.acknowledgementsOf(row?.page ?? '')).toMatchObject([
    { staff: 'lan', way: 'webhook' },
  ]);
  await universe.pass(12_000);
  expect(gateway.targets()).toEqual(['first', 'supervisor']);
});

test('the last console drops while somebody waits: those on call are paged', async () => {
  await onCall();
  const hoa = await newStaff(universe, 'Hoa');
  const person = await newPerson(universe);
  expect(said(await person.write('1'))).toContain('Đã báo người trực');
  await universe.pass(5_000);
  expect(gateway.calls).toEqual([]);
  hoa.line.close();
  await universe.pass(35_000);
  expect(gateway.targets().toSorted()).toEqual(['first', 'second']);
  await universe.pass(182_000);
  expect(gateway.targets().slice(2)).toEqual(['supervisor']);
});

test('a staffed room that does not answer: the second at one minute, the supervisor at two, everybody at three', async () => {
  await onCall();
  const lan = await newStaff(universe, 'Lan');
  const person = await newPerson(universe);
  expect(said(await person.write('1'))).toContain('Đã báo người trực');
  const staying = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 10_000) {
      lan.beat();
      await universe.pass(10_000);
    }
  };
  await staying(50_000);
  expect(gateway.calls).toEqual([]);
  await staying(20_000);
  expect(gateway.calls.map(({ staff }) => staff)).toEqual(['mai']);
  await staying(60_000);
  expect(gateway.targets()).toEqual(['second', 'supervisor']);
  await staying(60_000);
  expect(
    gateway.calls
      .filter(({ target }) => target === 'everybody')
      .map(({ staff }) => staff)
      .toSorted(),
  ).toEqual(crew.toSorted());
});

test('killed before the gateway was reached: the page goes out after the restart, once', async () => {
  await onCall({ second: null });
  gateway.answers = () => 'refuse';
  const person = await newPerson(universe);
  await person.write('1');
  await universe.restart();
  gateway.answers = () => 'take';
  await universe.pass(10_000);
  const taken = gateway.calls.filter(({ target }) => target === 'first').length;
  await universe.restart();
  await universe.pass(60_000);
  expect(gateway.calls.filter(({ target }) => target === 'first')).toHaveLength(taken);
  const row = await universe.store.delivery(gateway.calls[0]?.id ?? '');
  expect(row).toMatchObject({ state: 'sent', staff: 'lan' });
});

test('a holder whose line is lost at night: the others are called, and she is told so', async () => {
  await onCall();
  const lan = await newStaff(universe, 'Lan');
  const person = await newPerson(universe);
  await person.write('1');
  await lan.do('claim-next', {});
  await lan.do('write', { conversation: person.conversation, text: 'Mình đây.', clientId: 'client-01' });
  await universe.pass(5_000);
  await person.look();
  lan.line.close();
  await universe.pass(70_000);
  expect(await texts(person)).toContain('Mình đang gọi người khác');
  expect(gateway.targets().toSorted()).toEqual(['first', 'second']);
});

test('without anybody else a lost line promises nobody', async () => {
  await onCall({ second: null, supervisor: null, head: null });
  const lan = await newStaff(universe, 'Lan');
  const person = await newPerson(universe);
  await person.write('1');
  await lan.do('claim-next', {});
  await lan.do('write', { conversation: person.conversation, text: 'Mình đây.', clientId: 'client-01' });
  await universe.pass(5_000);
  await person.look();
  lan.line.close();
  await universe.pass(70_000);
  expect(await texts(person)).toContain('Lúc này chưa có ai khác vào thay được');
});
