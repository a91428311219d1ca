import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyCommit } from '../src/app/commit-of.ts';
import type { HttpRequest } from '../src/app/http-ports.ts';
import { zaloOAuth } from '../src/channel/zalo/client.ts';
import { consentRoute } from '../src/channel/zalo/consent.ts';
import { freshTokens, pairId, tokenRecords, type ZaloTokens } from '../src/channel/zalo/token-record.ts';
import { readConfig } from '../src/config.ts';
import { zaloFindings } from '../src/doctor-zalo.ts';
import { systemChance, systemClock } from '../src/main.ts';
import { serveFake } from '../src/simulator/fakes/serve-fake.ts';
import { fakeZalo } from '../src/simulator/fakes/zalo.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import { openVault } from '../src/vault/vault.ts';
import { runZaloBotLink, runZaloConnect } from '../src/zalo-command.ts';

const settings = { appId: '1', appSecret: 'secret', oaId: '99', oaSecret: 'oa-secret' };
const folder = await mkdtemp(join(tmpdir(), 'zalo-command-'));
const vault = await openVault({ folder });
const store = await openSqliteStore(join(folder, 'hien.sqlite'));
const house = { store, vault, clock: systemClock, chance: systemChance };
let zalo = fakeZalo({ ...settings, now: () => systemClock.now() });
const server = await serveFake((request) => zalo.call(request));

afterAll(async () => {
  await server.close();
  await store.close();
  await vault.close();
  await rm(folder, { recursive: true });
});

const env = {
  HIEN_DATA: folder,
  PUBLIC_URL: 'https://hien.example.vn',
  ZALO_APP_ID: settings.appId,
  ZALO_APP_SECRET: settings.appSecret,
  ZALO_OA_SECRET: settings.oaSecret,
  ZALO_OA_ID: settings.oaId,
  ZALO_API_URL: server.url,
  ZALO_OAUTH_URL: server.url,
};

let out = '';
let err = '';
const terminal = {
  output: { write: (text: string) => void (out += text) },
  error: { write: (text: string) => void (err += text) },
};

beforeEach(async () => {
  out = '';
  err = '';
  zalo = fakeZalo({ ...settings, now: () => systemClock.now() });
  await store.forgetRecord('zalo.tokens', pairId);
  await store.forgetRecord('zalo.consent', 'open');
});

describe('hien zalo connect', () => {
  test.each<[string, Partial<typeof env>, string]>([
    [
      'nothing is set',
      { ZALO_APP_ID: '', ZALO_APP_SECRET: '', ZALO_OA_SECRET: '' },
      'ZALO_APP_ID, ZALO_APP_SECRET, ZALO_OA_SECRET',
    ],
    ['half is set', { ZALO_OA_SECRET: '' }, 'ZALO_OA_SECRET'],
    ['there is no address', { PUBLIC_URL: '' }, 'PUBLIC_URL'],
  ])('says what is missing where %s', async (_name, change, missing) => {
    const config = readConfig({ ...env, ...change });
    expect(await runZaloConnect(config, house, terminal)).toBe(2);
    expect(err).toBe(`Set ${missing} first (src/channel/zalo/README.md).\n`);
  });

  test('prints the link and waits until the account is connected', async () => {
    const running = runZaloConnect(readConfig(env), house, terminal);
    await expect.poll(() => out).toContain('/v4/oa/permission?');
    const link = new URL(/https?:\S+permission\S+/u.exec(out)?.[0] ?? '');
    const { searchParams: asked } = link;
    const query = {
      code: zalo.oauth.consent(asked.get('code_challenge') ?? ''),
      oa_id: '99',
      state: asked.get('state') ?? '',
    };
    const oauth = zaloOAuth({ api: server.url, oauth: server.url }, settings);
    const route = consentRoute({ ...house, oauth, oaId: '99', stateRequired: true, report: () => {} });
    const request: HttpRequest = {
      method: 'GET',
      path: route.path,
      params: {},
      query,
      headers: {},
      body: new Uint8Array(),
      caller: '',
    };
    expect((await route.handle(request)).status).toBe(200);
    expect(await running).toBe(0);
    expect(out).toContain('The account is connected.');
    expect(out).not.toContain(settings.appSecret);
  });
});

describe('hien zalo-bot link', () => {
  test('prints a code for a member of staff', async () => {
    const mai = { id: 'mai', name: 'Mai', role: 'counsellor', active: true, createdAt: 0 } as const;
    await store.commit([{ ...emptyCommit(), staff: [{ ...mai, shiftSince: null, soundTestedAt: null }] }]);
    expect(await runZaloBotLink('Mai', house, terminal)).toBe(0);
    expect(out).toMatch(/^Mai sends this to the bot within 15 minutes, from her own phone: [a-z2-9]{10}\n$/u);
    expect(await runZaloBotLink('Lan', house, terminal)).toBe(2);
    expect(err).toBe('There is no member of staff called Lan.\n');
  });
});

describe('hien doctor', () => {
  const look = async (
    change: Partial<Record<keyof typeof env | 'ZALO_BOT_TOKEN' | 'ZALO_BOT_SECRET', string>> = {},
  ) =>
    (await zaloFindings(readConfig({ ...env, ...change }), systemClock.now())).map(
      ({ mark, text }) => `${mark}: ${text}`,
    );

  /** The pair as it stands, with what is wrong with it. */
  async function keep(change: Partial<ZaloTokens> = {}): Promise<void> {
    const given = { ...zalo.oauth.connected(), lifeMs: null };
    const value = { ...freshTokens(given, systemClock.now()), ...change };
    await tokenRecords(house).put([{ id: pairId, version: 0, value }], { at: 0, by: null, audit: [] });
  }

  test('nothing is configured', async () => {
    const off = { ZALO_APP_ID: '', ZALO_APP_SECRET: '', ZALO_OA_SECRET: '' };
    expect(await look(off)).toEqual([
      'note: Zalo Official Account: not configured (src/channel/zalo/README.md).',
    ]);
  });

  test('half is configured', async () => {
    expect(await look({ ZALO_APP_SECRET: '' })).toEqual([
      'mend: Zalo Official Account: ZALO_APP_SECRET must be set too.',
    ]);
  });

  test('what to register, and that nobody has connected the account', async () => {
    const lines = await look();
    expect(lines[0]).toContain(
      'https://hien.example.vn/hooks/zalo, the callback https://hien.example.vn/hooks/zalo/consent',
    );
    expect(lines[1]).toMatch(/^mend: .*run "hien zalo connect"/u);
  });

  test.each<[string, Partial<ZaloTokens>, RegExp]>([
    ['whole', {}, /^ok: Zalo: the account is connected/u],
    ['over', { expiresAt: 1 }, /^mend: .*access token is over/u],
    [
      'lost',
      { trouble: { why: 'answer-lost', at: 0, code: -1 } },
      /^mend: .*lost on 1970-01-01.*hien zalo connect/u,
    ],
    ['refused', { trouble: { why: 'refused', at: 0, code: -14_002 } }, /^mend: .*error -14002/u],
    ['unknown to Zalo', { access: 'x' }, /^mend: .*error -216/u],
  ])('the pair is %s', async (_name, change, expected) => {
    await keep(change);
    expect((await look())[1]).toMatch(expected);
  });

  test('another account than the one that was named', async () => {
    await keep();
    expect((await look({ ZALO_OA_ID: '98' }))[1]).toMatch(/^mend: .*not ZALO_OA_ID/u);
  });

  test('Zalo is out of reach', async () => {
    await keep();
    zalo.setDown(true);
    expect((await look())[1]).toMatch(/^note: .*cannot be reached now/u);
  });

  test('the bot is for staff, and any other use is refused', async () => {
    const bot = { ZALO_BOT_TOKEN: 'token-of-the-bot', ZALO_BOT_SECRET: 'a-secret-of-the-bot' };
    expect((await look(bot)).at(-1)).toMatch(
      /^ok: Zalo Bot: pages staff.*no way leads from it to the flows/u,
    );
    expect((await look({ ...bot, PUBLIC_URL: '' })).at(-1)).toMatch(/^mend: Zalo Bot: PUBLIC_URL/u);
    expect(() => readConfig({ ...env, ...bot, ZALO_BOT_FOR: 'people' })).toThrow(/withholds what children/u);
    expect(() => readConfig({ ...env, ...bot, ZALO_BOT_SECRET: '' })).toThrow(/ZALO_BOT_SECRET/u);
  });

  test('no line holds a secret', async () => {
    await keep();
    expect((await look()).join('\n')).not.toMatch(/access-|refresh-|secret/u);
  });
});
