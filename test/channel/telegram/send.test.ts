import { Api } from 'grammy';
import { expect, test } from 'vitest';
import type { Dispatch } from '../../../src/app/channel-port.ts';
import { eraseTelegram, sendTelegram } from '../../../src/channel/telegram/send.ts';
import { type FakeTelegram, fakeTelegram } from '../../../src/simulator/fakes/telegram.ts';
import { telegramToken, transformTo } from '../../contract/channel-telegram.ts';

const chat = 7;
let now = 1_000_000_000;

function vendor(started = true): { readonly fake: FakeTelegram; readonly api: Api } {
  const fake = fakeTelegram({ token: telegramToken, now: () => now });
  const api = new Api(telegramToken);
  api.config.use(transformTo(fake));
  if (started) fake.say(chat, 'chào');
  return { fake, api };
}

const dispatch = (but: Partial<Dispatch> = {}): Dispatch => ({
  message: 'm',
  conversation: 'c',
  address: String(chat),
  from: 'bot',
  why: 'answer',
  card: null,
  bubbles: ['Chào bạn.'],
  telling: [false],
  choices: [],
  fixed: [],
  neutral: '113',
  quiet: false,
  plain: false,
  partsSent: 0,
  attempts: 0,
  lastPersonAt: 0,
  ...but,
});
const heard = (fake: FakeTelegram): readonly string[] =>
  fake
    .transcript(chat)
    .filter(({ from }) => from === 'bot')
    .map(({ text }) => text);

test('what was sent has Telegram’s id', async () => {
  const { fake, api } = vendor();
  expect(await sendTelegram(api, dispatch())).toEqual({ delivery: { status: 'sent' }, vendorIds: ['2'] });
  expect(heard(fake)).toEqual(['Chào bạn.']);
});

test('of three parts the second fails: two are left, and the first is not said again', async () => {
  const { fake, api } = vendor();
  const long = dispatch({
    bubbles: [Array.from({ length: 1800 }, () => 'câu.').join(' ')],
    telling: [false],
  });
  let calls = 0;
  api.config.use((previous, method, payload, signal) => {
    calls += 1;
    return calls === 2 ? Promise.reject(new Error('cut')) : previous(method, payload, signal);
  });
  const first = await sendTelegram(api, long);
  expect(first).toEqual({ delivery: { status: 'retry', afterMs: 0 }, vendorIds: ['2'] });
  const second = await sendTelegram(api, { ...long, partsSent: 1 });
  expect(second).toEqual({ delivery: { status: 'sent' }, vendorIds: ['3', '4'] });
  expect(heard(fake).join(' ').match(/câu/gu)).toHaveLength(1800);
});

test.each<[string, (fake: FakeTelegram) => void, object]>([
  ['asks for patience', (fake) => fake.next(chat, '429'), { status: 'retry', afterMs: 3000 }],
  ['is silent', (fake) => fake.next(chat, 'never'), { status: 'retry', afterMs: 0 }],
  ['falters', (fake) => fake.next(chat, '503'), { status: 'retry', afterMs: 0 }],
  ['is down', (fake) => fake.setDown(true), { status: 'retry', afterMs: 0 }],
  ['says that she blocked us', (fake) => void fake.blocks(chat), { status: 'unreachable' }],
])('Telegram %s', async (_what, happen, delivery) => {
  const { fake, api } = vendor();
  happen(fake);
  expect(await sendTelegram(api, dispatch())).toEqual({ delivery, vendorIds: [] });
});

test('who never wrote cannot be written to', async () => {
  const { api } = vendor(false);
  expect((await sendTelegram(api, dispatch())).delivery).toEqual({ status: 'unreachable' });
});

test('another token is a matter of the set-up', async () => {
  const { fake } = vendor();
  const api = new Api('99:another');
  api.config.use((_previous, method, payload) => {
    const answer = fake.call({ path: `/bot99:another/${method}`, body: JSON.stringify(payload) });
    return Promise.resolve(JSON.parse(typeof answer === 'string' ? '' : answer.body) as never);
  });
  expect((await sendTelegram(api, dispatch())).delivery).toEqual({ status: 'misconfigured' });
});

test('refused with its buttons, the words go out without them', async () => {
  const { fake, api } = vendor();
  const value = { k: 'a', s: 'now_ok', v: 1, o: 'yes' };
  const empty = { digit: null, label: ' ', value };
  const { delivery } = await sendTelegram(api, dispatch({ choices: [empty] }));
  expect(delivery).toEqual({ status: 'sent' });
  expect(heard(fake)).toEqual(['Chào bạn.']);
});

test('in quiet mode it goes without a sound, hidden and not to be forwarded', async () => {
  const { fake, api } = vendor();
  await sendTelegram(api, dispatch({ quiet: true }));
  expect(fake.transcript(chat).at(-1)).toMatchObject({
    silent: true,
    protected: true,
    preview: '░'.repeat('Chào bạn.'.length),
  });
});

test('deleting takes both sides’ messages of the last 48 hours', async () => {
  const { fake, api } = vendor();
  const old = fake.transcript(chat).map(({ id, at }) => ({ id: String(id), at }));
  now += 49 * 3_600_000;
  fake.say(chat, 'xóa');
  await sendTelegram(api, dispatch());
  const young = fake.transcript(chat).map(({ id, at }) => ({ id: String(id), at }));
  expect(young).toHaveLength(3);
  const all = { address: String(chat), messages: [...old, ...young], words: 'gone' } as const;
  expect(await eraseTelegram(api, all, now)).toEqual({ status: 'done' });
  expect(fake.transcript(chat).map(({ text }) => text)).toEqual(['chào']);
});

test('deleting goes on until Telegram took it, and ends where she is gone', async () => {
  const { fake, api } = vendor();
  const messages = fake.transcript(chat).map(({ id, at }) => ({ id: String(id), at }));
  const all = { address: String(chat), messages, words: 'gone' } as const;
  fake.next(chat, '429');
  expect(await eraseTelegram(api, all, now)).toEqual({ status: 'retry', afterMs: 3000 });
  fake.blocks(chat);
  expect(await eraseTelegram(api, all, now)).toEqual({ status: 'done' });
});
