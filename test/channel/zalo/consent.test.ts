import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../../src/app/http-ports.ts';
import { zaloOAuth } from '../../../src/channel/zalo/client.ts';
import {
  beginConsent,
  type ConsentOptions,
  challengeOf,
  consentPath,
  consentRoute,
  consentState,
} from '../../../src/channel/zalo/consent.ts';
import { pairId, tokenRecords } from '../../../src/channel/zalo/token-record.ts';
import { serveFake } from '../../../src/simulator/fakes/serve-fake.ts';
import { fakeZalo } from '../../../src/simulator/fakes/zalo.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { openVault } from '../../../src/vault/vault.ts';
import { manualClock } from '../../support/manual-clock.ts';

const settings = { appId: '1', appSecret: 'secret', oaId: 'oa-1', oaSecret: 'oa-secret' };
const folder = await mkdtemp(join(tmpdir(), 'zalo-consent-'));
const vault = await openVault({ folder });
const store = await openSqliteStore(':memory:');
let clock = manualClock();
let zalo = fakeZalo({ ...settings, now: () => clock.now() });
const server = await serveFake((request) => zalo.call(request));
const hosts = { api: server.url, oauth: server.url };

afterAll(async () => {
  await server.close();
  await store.close();
  await vault.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  clock = manualClock();
  zalo = fakeZalo({ ...settings, now: () => clock.now() });
  await store.forgetRecord('zalo.tokens', pairId);
});

const newSecret = (): string => randomBytes(32).toString('base64url');

const without = (query: Readonly<Record<string, string>>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(query).filter(([key]) => key !== name));

const begin = async (): Promise<URLSearchParams> => {
  const house = { store, vault, clock, chance: { secret: newSecret } };
  const link = await beginConsent(house, { appId: '1', hosts, publicUrl: 'https://hien.example.vn' });
  return new URL(link).searchParams;
};

function comeBack(query: Readonly<Record<string, string>>, options: Partial<ConsentOptions> = {}) {
  const route = consentRoute({
    store,
    vault,
    clock,
    oauth: zaloOAuth(hosts, settings),
    oaId: 'oa-1',
    stateRequired: true,
    report: () => {},
    ...options,
  });
  const request: HttpRequest = {
    method: 'GET',
    path: route.path,
    params: {},
    query,
    headers: {},
    body: new Uint8Array(),
    caller: '',
  };
  return route.handle(request);
}

const pair = async () => (await tokenRecords({ store, vault }).get(pairId))?.value ?? null;

/** The administrator agrees on Zalo's page and is sent back. */
async function agree(): Promise<Record<string, string>> {
  const link = await begin();
  const code = zalo.oauth.consent(link.get('code_challenge') ?? '');
  return { code, oa_id: 'oa-1', state: link.get('state') ?? '' };
}

describe('the link', () => {
  test('leads to Zalo with a challenge, our address and a word to know it by', async () => {
    const link = await begin();
    expect(link.get('app_id')).toBe('1');
    expect(link.get('redirect_uri')).toBe(`https://hien.example.vn${consentPath}`);
    expect(link.get('code_challenge')).toMatch(/^[\w-]{43}$/u);
    expect(link.get('state')).toMatch(/^[\w-]{43}$/u);
    expect([...link.keys()]).not.toContain('code_challenge_method');
  });

  test('the challenge is S256 of the verifier (RFC 7636, appendix B)', () => {
    expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });

  test('the verifier is sealed and has 43 characters', async () => {
    const secrets: string[] = [];
    const chance = {
      secret: () => {
        const secret = newSecret();
        secrets.push(secret);
        return secret;
      },
    };
    await beginConsent({ store, vault, clock, chance }, { appId: '1', hosts, publicUrl: '' });
    expect(secrets.map((secret) => secret.length)).toEqual([43, 43]);
    const row = await store.record('zalo.consent', 'open');
    expect(secrets.some((secret) => Buffer.from(row?.body ?? []).includes(secret))).toBe(false);
  });
});

describe('coming back', () => {
  test('connects the account, once', async () => {
    const query = await agree();
    expect(await consentState({ store, vault, clock })).toBe('open');
    expect(await comeBack(query)).toMatchObject({ status: 200, body: 'zalo: connected\n' });
    expect(zalo.oauth.refusalOf((await pair())?.access ?? '')).toBe(0);
    expect(await consentState({ store, vault, clock })).toBe('used');
    expect((await comeBack(query)).status).toBe(410);
  });

  test('a second time replaces the pair', async () => {
    await comeBack(await agree());
    const before = await pair();
    await comeBack(await agree());
    expect((await pair())?.refresh).not.toBe(before?.refresh);
    expect((await pair())?.refresh).toBe(zalo.oauth.valid());
  });

  test.each<[string, (query: Record<string, string>) => Record<string, string>, number]>([
    ['another state', (query) => ({ ...query, state: 'x' }), 403],
    ['no state', (query) => without(query, 'state'), 403],
    ['no code', (query) => ({ ...query, code: '' }), 403],
    ['another account', (query) => ({ ...query, oa_id: 'oa-2' }), 403],
    ['a code that Zalo does not know', (query) => ({ ...query, code: 'x' }), 502],
  ])('with %s nothing is connected', async (_name, change, status) => {
    expect((await comeBack(change(await agree()))).status).toBe(status);
    expect(await pair()).toBeNull();
  });

  test('a stranger’s code does not fit our verifier, also where Zalo gives no state back', async () => {
    await begin();
    const code = zalo.oauth.consent(challengeOf('a stranger'));
    expect((await comeBack({ code, oa_id: 'oa-1' }, { stateRequired: false })).status).toBe(502);
    expect(await pair()).toBeNull();
  });

  test('by setting no state is asked for, and a wrong one still refused', async () => {
    const query = without(await agree(), 'state');
    expect((await comeBack({ ...query, state: 'x' }, { stateRequired: false })).status).toBe(403);
    expect((await comeBack(query, { stateRequired: false })).status).toBe(200);
  });

  test('after half an hour the link is over', async () => {
    const query = await agree();
    clock.move(31 * 60_000);
    expect((await comeBack(query)).status).toBe(410);
    expect(await consentState({ store, vault, clock })).toBe('over');
  });

  test('nobody began', async () => {
    await store.forgetRecord('zalo.consent', 'open');
    expect((await comeBack({ code: 'x', state: 'y' })).status).toBe(410);
  });
});
