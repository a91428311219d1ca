import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Arrival, Arrived } from '../../../src/app/channel-door.ts';
import { telegramPath } from '../../../src/channel/telegram/options.ts';
import { makeTelegram } from '../../../src/channel/telegram/telegram.ts';
import { startHttp } from '../../../src/http/server.ts';
import { fakeTelegram } from '../../../src/simulator/fakes/telegram.ts';
import { telegramToken, transformTo } from '../../contract/channel-telegram.ts';
import { manualClock } from '../../support/manual-clock.ts';

/* The route as the server mounts it, and what Telegram is told of it. */

const secret = 'a-secret-of-the-webhook';
const clock = manualClock();
const fake = fakeTelegram({ token: telegramToken, now: () => clock.now() });
const arrivals: Arrival[] = [];
const errors: string[] = [];
let result: Arrived = 'accepted';
let server: Awaited<ReturnType<typeof startHttp>>;
let stop: () => Promise<void>;
let whileDown: unknown;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeAll(async () => {
  fake.setDown(true);
  const telegram = makeTelegram({
    token: telegramToken,
    receive: { by: 'webhook', secret, publicUrl: 'https://hien.example' },
    transform: transformTo(fake),
    clock,
    menu: [{ command: 'gap', description: 'Gấp' }],
    onError: (error) => errors.push(String(error)),
  });
  const opened = telegram.open({
    arrive(_kind, arrival) {
      arrivals.push(arrival);
      return Promise.resolve(result);
    },
  });
  stop = opened.stop;
  await turn();
  whileDown = fake.webhook();
  fake.setDown(false);
  clock.move(10_000);
  await turn();
  server = await startHttp({
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    trustProxy: false,
    now: () => clock.now(),
    health: () => true,
    routes: opened.routes,
    sockets: [],
    refusals: [],
    plugins: [],
    pages: [],
    onError: (error) => errors.push(String(error)),
  });
});
afterAll(async () => {
  await stop();
  await server.close();
});

const post = async (body: string, headers: Record<string, string>): Promise<number> => {
  const address = `${server.url}${telegramPath}`;
  const reply = await fetch(address, { method: 'POST', headers, body });
  await reply.text();
  return reply.status;
};
test('the webhook is registered again and again until Telegram took it', () => {
  expect(whileDown).toBeNull();
  expect(fake.webhook()).toEqual({
    url: 'https://hien.example/hooks/telegram',
    secret,
    allowed: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
  });
  expect(errors.join('\n')).not.toContain(telegramToken);
});

test('an update goes through the server’s headers to the door', async () => {
  const { body, headers: given } = fake.say(9, 'chào');
  const headers = { ...given };
  expect(headers['x-telegram-bot-api-secret-token']).toBe(secret);
  expect(await post(body, headers)).toBe(200);
  expect(arrivals.at(-1)).toMatchObject({ address: '9', event: { type: 'message' } });
  expect(await post(body, { 'content-type': 'application/json' })).toBe(401);
  result = 'unwritable';
  expect(await post(body, headers)).toBe(503);
  result = 'accepted';
});

test('what cannot be delivered holds back its own chat alone', async () => {
  await fake.deliver(() => Promise.resolve(200));
  const before = arrivals.length;
  fake.say(1, 'một');
  fake.say(2, 'hai');
  fake.say(1, 'ba');
  let first = true;
  await fake.deliver(async (update) => {
    const isFirst = first;
    first = false;
    return isFirst ? 503 : post(update.body, { ...update.headers });
  });
  expect(fake.waiting()).toBe(2);
  await fake.deliver((update) => post(update.body, { ...update.headers }));
  expect(fake.waiting()).toBe(0);
  expect(arrivals.slice(before).map(({ address }) => address)).toEqual(['2', '1', '1']);
});

test('a group is left, and a tap is answered', async () => {
  const { body, headers } = fake.inGroup(-5, 'chào cả nhà');
  expect(await post(body, { ...headers })).toBe(200);
  const tap = fake.tapPayload(9, 'b:sos');
  expect(await post(tap.body, { ...tap.headers })).toBe(200);
  await turn();
  expect(fake.left()).toEqual([-5]);
  expect(fake.answered()).toHaveLength(1);
});
