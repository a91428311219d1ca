import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { beginConsent } from '../src/channel/zalo/consent.ts';
import { zaloPath } from '../src/channel/zalo/zalo.ts';
import { newLinkCode } from '../src/channel/zalo-bot/link-codes.ts';
import { zaloBotPath } from '../src/channel/zalo-bot/zalo-bot.ts';
import { readConfig } from '../src/config.ts';
import { startServer, systemChance, systemClock } from '../src/main.ts';
import { serveFake } from '../src/simulator/fakes/serve-fake.ts';
import { type FakeZaloEvent, fakeZalo } from '../src/simulator/fakes/zalo.ts';
import { fakeZaloBot } from '../src/simulator/fakes/zalo-bot.ts';

/* The server as it is started, over HTTP, with Zalo and its bot platform pretended on this machine. */

const folder = await mkdtemp(join(tmpdir(), 'zalo-server-'));
const now = (): number => Date.now();
const zalo = fakeZalo({ appId: '1', appSecret: 'secret', oaId: '99', oaSecret: 'oa-secret', now });
const bot = fakeZaloBot('token-of-the-bot', now);
const vendor = await serveFake((request) => zalo.call(request));
const platform = await serveFake((request) => bot.call(request));
const faults: string[] = [];
const server = await startServer(
  readConfig({
    HIEN_DATA: folder,
    PORT: '0',
    PUBLIC_URL: 'https://hien.example.vn',
    ZALO_APP_ID: '1',
    ZALO_APP_SECRET: 'secret',
    ZALO_OA_SECRET: 'oa-secret',
    ZALO_OA_ID: '99',
    ZALO_API_URL: vendor.url,
    ZALO_OAUTH_URL: vendor.url,
    ZALO_BOT_TOKEN: 'token-of-the-bot',
    ZALO_BOT_SECRET: 'a-secret-of-the-bot',
    ZALO_BOT_API_URL: platform.url,
  }),
  (fault, cause) => faults.push(`${fault} ${String(cause)}`),
);
afterAll(async () => {
  await server.close();
  await vendor.close();
  await platform.close();
  await rm(folder, { recursive: true, force: true });
});

const local = `http://127.0.0.1:${String(server.port)}`;
const post = async (path: string, { body, headers }: FakeZaloEvent): Promise<number> =>
  (await fetch(local + path, { method: 'POST', headers, body })).status;
const patience = { timeout: 15_000 };

test('an administrator connects the account, somebody writes, and is answered', async () => {
  const { store, vault } = server;
  const house = { store, vault, clock: systemClock, chance: systemChance };
  const hosts = { api: vendor.url, oauth: vendor.url };
  const link = new URL(
    await beginConsent(house, { appId: '1', hosts, publicUrl: 'https://hien.example.vn' }),
  );
  const code = zalo.oauth.consent(link.searchParams.get('code_challenge') ?? '');
  const back = new URL('/hooks/zalo/consent', local);
  back.search = new URLSearchParams({
    code,
    oa_id: '99',
    state: link.searchParams.get('state') ?? '',
  }).toString();
  expect(await (await fetch(back)).text()).toBe('zalo: connected\n');

  expect(await post(zaloPath, zalo.say('4608', 'chào'))).toBe(200);
  await expect.poll(() => zalo.transcript('4608').at(-1)?.text, patience).toContain('Hiên');
  expect(await post(zaloPath, zalo.say('4608', '1'))).toBe(200);
  await expect.poll(() => zalo.transcript('4608').at(-1)?.text, patience).toContain('113');
  expect(zalo.forbidden()).toEqual([]);
});

test('a signature of somebody else is refused at the door', async () => {
  const event = zalo.say('4609', 'chào');
  expect(
    await post(zaloPath, { ...event, headers: { ...event.headers, 'x-zevent-signature': 'mac=00' } }),
  ).toBe(401);
  // Told to whoever runs the server, without a word of what was sent.
  expect(faults.splice(0)).toEqual(['zalo-signature-refused undefined']);
});

test('the staff bot says where to post, and links a chat', async () => {
  await expect.poll(() => bot.webhook()?.url, patience).toBe(`https://hien.example.vn${zaloBotPath}`);
  const { store, vault } = server;
  const code = await newLinkCode({ store, vault, clock: systemClock, chance: systemChance }, 'nobody');
  expect(await post(zaloBotPath, bot.say('chat-1', code))).toBe(200);
  await expect.poll(() => bot.transcript().at(-1)?.text, patience).toContain('Đã nối máy này');
  expect(await post(zaloBotPath, bot.say('chat-2', 'chào'))).toBe(200);
  await expect.poll(() => bot.transcript().at(-1)?.text, patience).toMatch(/113.*115.*111/u);
  expect(faults).toEqual([]);
});
