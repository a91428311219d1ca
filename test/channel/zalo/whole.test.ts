import { afterEach, beforeEach, expect, test } from 'vitest';
import { pairId } from '../../../src/channel/zalo/token-record.ts';
import { zaloPath } from '../../../src/channel/zalo/zalo.ts';
import type { FakeZaloEvent } from '../../../src/simulator/fakes/zalo.ts';
import { zaloBench } from '../../contract/channel-zalo.ts';
import { type Desk, newStaff } from '../../support/universe.ts';

/* The whole application behind a pretended Zalo: what only Zalo has. */

let on: Awaited<ReturnType<typeof zaloBench>>;
let lan = '';

beforeEach(async () => {
  on = await zaloBench();
  lan = on.user('Lan');
});
afterEach(async () => {
  // Never a profile, never a list of chats.
  expect(on.fake.forbidden()).toEqual([]);
  await on.close();
});

const post = (event: FakeZaloEvent): Promise<number> => on.post({ path: zaloPath, ...event });
const says = (text: string): Promise<number> => post(on.fake.say(lan, text));
const heard = (): Promise<readonly string[]> => on.heard('Lan');

async function notes(desk: Desk): Promise<string> {
  const [row] = await on.universe.store.conversations(1);
  const { messages } = await desk.watch(row?.id ?? '');
  return messages.flatMap(({ from, text }) => (from === 'note' ? [text] : [])).join('\n');
}

test('choices are numbered in the text, and a digit answers', async () => {
  await says('chào');
  expect((await heard()).at(-1)).toMatch(/\n3 Nhắn được\n/u);
  await says('3');
  expect((await heard()).at(-1)).toContain('Ngay lúc này');
});

test('an answer in OA Manager: a line on the desk, the program silent, never help', async () => {
  await says('chào');
  const before = (await heard()).length;
  await post(on.fake.answerOutside(lan, 'Chào em, chị nghe đây'));
  const desk = await newStaff(on.universe, 'Hoa', 'supervisor');
  await on.universe.settle();
  expect(desk.newest('desk')?.queue).toMatchObject([
    { channel: 'zalo', level: 'none', outsideUntil: on.universe.clock.now() + 30 * 60_000 },
  ]);
  expect(await notes(desk)).toContain('note.outside');
  await says('dạ em muốn hỏi');
  // The answer from OA Manager stands on her phone too.
  expect(await heard()).toHaveLength(before + 1);
  await says('1');
  expect((await heard()).at(-1)).toContain('113');
  expect(on.universe.faults).toEqual([]);
});

test('our own words, should Zalo name somebody on their echo, do not silence us', async () => {
  await says('chào');
  const ours = (await heard()).at(-1) ?? '';
  await post(on.fake.answerOutside(lan, ours));
  await says('3');
  expect((await heard()).at(-1)).toContain('Ngay lúc này');
});

test('an echo to somebody who never wrote begins nothing', async () => {
  expect(await post(on.fake.answerOutside('700999', 'Chào'))).toBe(200);
  expect(await on.universe.store.conversations(9)).toEqual([]);
});

test('a visitor without an account is answered in her chat', async () => {
  await post(on.fake.visit('a-1', 'c-1', 'chào'));
  const said = on.fake.transcript('a-1 in c-1').map(({ from }) => from);
  expect(said).toEqual(['person', 'account']);
  await post(on.fake.visit('a-1', 'c-1', '1'));
  expect(on.fake.transcript('a-1 in c-1').at(-1)?.text).toContain('113');
});

test('wording that Zalo refuses: the numbers go out, and the counsellor is told', async () => {
  await says('anh ta dọa giết mình #-248');
  expect((await heard()).at(-1)).toBe('113 · 115 · 111');
  const desk = await newStaff(on.universe, 'Hoa', 'supervisor');
  expect(await notes(desk)).toContain('note.undelivered.reworded');
});

test('withdrawing consent erases here and at Zalo', async () => {
  await says('chào');
  await post(on.fake.manage('user_withdraw', lan));
  expect(on.fake.forgotten()).toEqual([lan]);
  expect(await on.universe.store.conversations(9)).toEqual([]);
});

test('without a connected account the message waits for nobody: staff are told', async () => {
  await on.universe.store.forgetRecord('zalo.tokens', pairId);
  await says('chào');
  const desk = await newStaff(on.universe, 'Hoa', 'supervisor');
  expect(await notes(desk)).toContain('note.undelivered.misconfigured');
  expect(desk.newest('desk')?.warnings).toContain('warning.channel-zalo');
});

test('the counsellor sees until when Zalo lets her write: two days free, seven in all', async () => {
  await says('chào');
  const at = on.universe.clock.now();
  const [row] = await on.universe.store.conversations(1);
  const desk = await newStaff(on.universe, 'Hoa', 'supervisor');
  const day = 24 * 3_600_000;
  expect((await desk.watch(row?.id ?? '')).reach).toEqual({ freeUntil: at + 2 * day, until: at + 7 * day });
});

test('a signature that does not fit is told, once an hour', async () => {
  const event = on.fake.say(lan, 'chào');
  const foreign = { ...event, headers: { ...event.headers, 'x-zevent-signature': 'mac=00' } };
  for (const _ of [1, 2, 3]) expect(await post(foreign)).toBe(401);
  expect(on.universe.faults.filter((fault) => fault.startsWith('zalo-signature-refused'))).toHaveLength(1);
});

test('following and opening the chat send nothing', async () => {
  await post(on.fake.manage('follow', lan));
  await post(on.fake.event({ event_name: 'user_click_chatnow', oa_id: '99', user_id: lan }));
  expect(await heard()).toEqual([]);
  expect(await on.universe.store.conversations(9)).toEqual([]);
});
