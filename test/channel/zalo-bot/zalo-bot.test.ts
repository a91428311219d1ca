import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HttpReply } from '../../../src/app/http-ports.ts';
import { botClient, botHost } from '../../../src/channel/zalo-bot/client.ts';
import { newLinkCode, useLinkCode } from '../../../src/channel/zalo-bot/link-codes.ts';
import { makeZaloBot, type ZaloBot, zaloBotPath } from '../../../src/channel/zalo-bot/zalo-bot.ts';
import { serveFake } from '../../../src/simulator/fakes/serve-fake.ts';
import { fakeZaloBot } from '../../../src/simulator/fakes/zalo-bot.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { namedMondayNight, newAccounts, writePlan } from '../../support/on-call.ts';
import { makeUniverse, newPerson, type Universe } from '../../support/universe.ts';

const secret = 'a secret of the webhook';
const texts = {
  howToAnswer: 'how to answer',
  linked: 'linked',
  acknowledged: 'acknowledged',
  nothingOpen: 'nothing open',
  stranger: 'stranger',
};

let universe: Universe;
let platform = fakeZaloBot('token', () => 0);
const server = await serveFake((request) => platform.call(request));
afterAll(() => server.close());

let bot: ZaloBot;
let opened: ReturnType<ZaloBot['open']>;

beforeEach(async () => {
  platform = fakeZaloBot('token', () => universe.clock.now());
  bot = makeZaloBot({
    host: server.url,
    token: 'token',
    secret,
    publicUrl: 'https://hien.example.vn',
    texts,
    useCode: (text) => useLinkCode(universe, text),
    clock: manualClock(),
    report: (fault) => universe.faults.push(fault),
  });
  universe = await makeUniverse({ pager: { ways: [bot.way], pushKey: null } });
  opened = bot.open(universe.hien.pager);
  await expect
    .poll(() => platform.webhook())
    .toEqual({ url: `https://hien.example.vn${zaloBotPath}`, secret });
});
afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await opened.stop();
  await universe.close();
});

/** What is posted to our route, as Zalo does. */
async function post(event: {
  readonly body: string;
  readonly headers: object;
}): Promise<HttpReply | undefined> {
  const reply = await opened.routes[0]?.handle({
    method: 'POST',
    path: zaloBotPath,
    params: {},
    query: {},
    headers: { ...event.headers },
    body: new TextEncoder().encode(event.body),
    caller: '',
  });
  await universe.settle();
  return reply;
}

const said = (): readonly string[] =>
  platform.transcript().flatMap(({ from, text }) => (from === 'bot' ? [text] : []));

const newCode = (): Promise<string> => {
  let count = 0;
  const chance = { below: (limit: number) => (count += 7) % limit };
  return newLinkCode({ ...universe, chance }, 'lan');
};

/** Monday 2 March 2026, eleven at night in Viet Nam: nobody is on shift, Lan is called first. */
async function atNight(): Promise<void> {
  universe.clock.move(14 * 3_600_000);
  await newAccounts(universe.store, ['lan']);
  await writePlan(universe, namedMondayNight({ first: 'lan' }));
  // The roster is read anew.
  universe.clock.move(31_000);
  await universe.settle();
}

describe('linking', () => {
  test('a code from the house links her chat, once', async () => {
    const code = await newCode();
    expect(code).toMatch(/^[a-z2-9]{10}$/u);
    await post(platform.say('chat-1', ` ${code.toUpperCase()} `));
    await expect.poll(said).toEqual(['linked']);
    await post(platform.say('chat-2', code));
    await expect.poll(said).toEqual(['linked', 'stranger']);
  });

  test('a code is over after a quarter of an hour', async () => {
    const code = await newCode();
    universe.clock.move(16 * 60_000);
    await post(platform.say('chat-1', code));
    await expect.poll(said).toEqual(['stranger']);
  });

  test('the code stands nowhere in clear', async () => {
    const code = await newCode();
    const rows = await universe.store.records('zalo-bot.link');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows.map(({ id }) => id))).not.toContain(code);
    expect(rows.some(({ body }) => Buffer.from(body ?? []).includes(code))).toBe(false);
  });
});

describe('paging', () => {
  test('she is called in dull words, and any answer of hers counts', async () => {
    await atNight();
    await post(platform.say('chat-1', await newCode()));
    const person = await newPerson(universe);
    await person.write('chồng tôi cầm dao');
    await expect.poll(said).toHaveLength(2);
    const page = said()[1] ?? '';
    expect(page).toBe('Hiên: có việc gấp, mở bảng trực.\nhow to answer');
    expect(page).not.toContain(person.conversation);

    await post(platform.say('chat-1', '', 'unsupported'));
    await expect.poll(said).toHaveLength(3);
    expect(said()[2]).toBe('acknowledged');
    const pages = await universe.store.openPages();
    const answers = await Promise.all(pages.map(({ id }) => universe.store.acknowledgementsOf(id)));
    expect(answers.flat()).toMatchObject([{ staff: 'lan', way: 'zalo-bot' }]);

    await post(platform.say('chat-1', 'rồi'));
    await expect.poll(() => said().at(-1)).toBe('nothing open');
  });

  test('what the bot hears begins no conversation, whoever writes', async () => {
    await post(platform.say('chat-9', 'cứu em với'));
    await expect.poll(said).toEqual(['stranger']);
    expect(await universe.store.conversations(10)).toEqual([]);
  });
});

describe('the webhook', () => {
  test.each<[string, string | undefined]>([
    ['no secret', undefined],
    ['another one', 'a secret of the webhoox'],
    ['an empty one', ''],
  ])('%s: refused', async (_name, given) => {
    const event = platform.say('chat-1', 'rồi');
    const headers = given === undefined ? {} : { 'x-bot-api-secret-token': given };
    expect(await post({ ...event, headers })).toEqual({ status: 401 });
    expect(said()).toEqual([]);
  });

  test.each<[string, string]>([
    ['no JSON', 'x'],
    ['another shape', '{}'],
    ['a group', platform.say('g', 'x').body.replace('PRIVATE', 'GROUP')],
  ])('%s: taken and not answered', async (_name, body) => {
    expect(await post({ body, headers: { 'x-bot-api-secret-token': secret } })).toEqual({ status: 200 });
    expect(said()).toEqual([]);
  });
});

describe('calls', () => {
  const call = {
    id: 'p',
    staff: 'lan',
    target: 'first',
    text: 'Hiên: có việc gấp.',
    telephone: null,
  } as const;

  test.each<[string, string, string]>([
    ['a chat that blocked the bot is forgotten', '#blocked', 'gone'],
    ['too many calls are tried again', '#429', 'failed'],
    ['an open chat is reached', 'chào', 'sent'],
  ])('%s', async (_name, magic, status) => {
    platform.say('chat-1', magic);
    expect(await bot.way.send({ ...call, address: 'chat-1' })).toEqual({ status });
  });

  test('nobody registered: not sent', async () => {
    expect(await bot.way.send({ ...call, address: null })).toEqual({ status: 'failed' });
  });

  test('nobody listens there', async () => {
    const gone = await serveFake(() => 'never');
    await gone.close();
    expect(await botClient(gone.url, 'token').sendText('chat-1', 'x')).toEqual({ status: 'failed' });
    expect(botHost).toMatch(/^https:/u);
  });
});
