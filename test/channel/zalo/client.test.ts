import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { ZaloAddress } from '../../../src/channel/zalo/address.ts';
import { within, zaloClient, zaloHosts, zaloOAuth } from '../../../src/channel/zalo/client.ts';
import { renderZalo } from '../../../src/channel/zalo/render.ts';
import { serveFake } from '../../../src/simulator/fakes/serve-fake.ts';
import { fakeZalo } from '../../../src/simulator/fakes/zalo.ts';

const settings = { appId: '1', appSecret: 'secret', oaId: 'oa-1', oaSecret: 'oa-secret' };
let now = Date.UTC(2026, 10, 22);
let zalo = fakeZalo({ ...settings, now: () => now });
const server = await serveFake((request) => zalo.call(request));
const hosts = { api: server.url, oauth: server.url };
const client = zaloClient(hosts);
const oauth = zaloOAuth(hosts, settings);
let access = '';

beforeEach(() => {
  zalo = fakeZalo({ ...settings, now: () => now });
  access = zalo.oauth.connected().access;
});
afterAll(() => server.close());

const lan: ZaloAddress = { kind: 'user', user: '4608' };
const send = (text: string, to: ZaloAddress = lan) => client.send(access, to, { text });

describe('messages', () => {
  test('one goes out, and its id comes back', async () => {
    zalo.say('4608', 'xin chào');
    expect(await send('Vâng.')).toEqual({
      status: 'done',
      value: expect.stringMatching(/^\w{20}$/u) as string,
    });
    expect(zalo.transcript('4608').map(({ from, text }) => `${from}: ${text}`)).toEqual([
      'person: xin chào',
      'account: Vâng.',
    ]);
  });

  test('an anonymous visitor is answered in her chat', async () => {
    zalo.visit('a-1', 'c-1', 'xin chào');
    const to: ZaloAddress = { kind: 'anonymous', anonymous: 'a-1', conversation: 'c-1' };
    expect((await send('Vâng.', to)).status).toBe('done');
  });

  test('buttons pass the strict reader', async () => {
    zalo.say('4608', 'a');
    const choices = [{ digit: 3, label: 'Có', value: { k: 'b', b: 'sos' } }];
    const [message] = renderZalo(
      { bubbles: ['Hỏi?'], choices, fixed: [], neutral: '', quiet: false, plain: false },
      true,
    );
    expect((await client.send(access, lan, message ?? { text: '' })).status).toBe('done');
    expect(zalo.transcript('4608').at(-1)?.buttons).toHaveLength(1);
  });

  test.each<[string, string, object]>([
    ['the window is closed', '#window-closed', { status: 'refused', kind: 'window', code: -230 }],
    ['she blocked the account', '#blocked', { status: 'refused', kind: 'unreachable', code: -217 }],
    ['too many calls', '#429', { status: 'refused', kind: 'busy', code: -32 }],
    ['the words are not let through', '#-248', { status: 'refused', kind: 'content', code: -248 }],
    ['Zalo has a fault', '#503', { status: 'silent', why: 'http' }],
  ])('%s', async (_name, magic, expected) => {
    zalo.say('4608', magic);
    expect(await send('Vâng.')).toEqual(expected);
  });

  test.each<[string, string, number]>([
    ['to somebody who never wrote', '1', -232],
    ['eight days after her last word', '4608', -230],
  ])('%s it is refused', async (_name, user, code) => {
    zalo.say('4608', 'a');
    now += 8 * 24 * 3_600_000;
    access = zalo.oauth.connected().access;
    expect(await send('Vâng.', { kind: 'user', user })).toEqual({ status: 'refused', kind: 'window', code });
  });

  test('a text too long is our fault', async () => {
    zalo.say('4608', 'a');
    expect(await send('a'.repeat(2001))).toMatchObject({ kind: 'ours', code: -210 });
  });

  test.each<[string, () => void, number]>([
    ['never given', () => (access = 'x'), -216],
    ['ended', () => (now += 26 * 3_600_000), -220],
  ])('a token that was %s is told', async (_name, spoil, code) => {
    zalo.say('4608', 'a');
    spoil();
    expect(await send('a')).toEqual({ status: 'refused', kind: 'token', code });
  });

  test('Zalo does not answer in time', async () => {
    zalo.say('4608', '#timeout');
    const hasty = zaloClient(hosts, (url, request) => within(50, url, request));
    expect(await hasty.send(access, lan, { text: 'a' })).toEqual({ status: 'silent', why: 'time-out' });
  });

  test('nobody listens there', async () => {
    const gone = await serveFake(() => 'never');
    await gone.close();
    const nowhere = zaloClient({ ...hosts, api: gone.url });
    expect(await nowhere.send(access, lan, { text: 'a' })).toEqual({ status: 'silent', why: 'unreached' });
  });
});

describe('the account', () => {
  test('is known by its id', async () => {
    expect(await client.account(access)).toEqual({
      status: 'done',
      value: { id: 'oa-1', packageUntil: null },
    });
  });

  test('forgets a follower', async () => {
    expect(await client.forgetFollower(access, '4608')).toEqual({ status: 'done', value: null });
    expect(zalo.forgotten()).toEqual(['4608']);
  });

  test('gives a pair for a refresh token, once', async () => {
    const refresh = zalo.oauth.valid() ?? '';
    const answer = await oauth.byRefresh(refresh);
    expect(answer).toMatchObject({ status: 'done', value: { lifeMs: 90_000_000 } });
    expect(await oauth.byRefresh(refresh)).toMatchObject({ status: 'refused', kind: 'failed' });
  });

  test('knows its app', async () => {
    const other = zaloOAuth(hosts, { ...settings, appSecret: 'other' });
    expect(await other.byRefresh(zalo.oauth.valid() ?? '')).toMatchObject({ kind: 'setup', code: -14_002 });
  });
});

test('Zalo’s own addresses are https', () => {
  expect([zaloHosts.api, zaloHosts.oauth].map((address) => new URL(address).protocol)).toEqual([
    'https:',
    'https:',
  ]);
});

/** Calls that return names, avatars or telephone numbers, or ask for them (channels.md §1.4, §1.5). */
const never =
  /user\/detail|listrecentchat|oa\/conversation|getprofile|user\/getlist|request_user_info|zca-js/u;

test('no profile is ever asked for', () => {
  const folder = new URL('../../../src/channel/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  expect(files.filter((name) => name.startsWith('zalo/')).length).toBeGreaterThan(8);
  expect(files.filter((name) => never.test(readFileSync(new URL(name, folder), 'utf8')))).toEqual([]);
});
