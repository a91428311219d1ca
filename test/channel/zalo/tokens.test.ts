import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { readTokenReply } from '../../../src/channel/zalo/reply.ts';
import { freshTokens, pairId, tokenRecords } from '../../../src/channel/zalo/token-record.ts';
import { makeTokenKeeper, type TokenKeeperParts } from '../../../src/channel/zalo/tokens.ts';
import { fakeZaloOAuth } from '../../../src/simulator/fakes/zalo-oauth.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { openVault } from '../../../src/vault/vault.ts';
import { manualClock } from '../../support/manual-clock.ts';

const hour = 3_600_000;
const folder = await mkdtemp(join(tmpdir(), 'zalo-tokens-'));
const vault = await openVault({ folder });
const store = await openSqliteStore(':memory:');
const records = tokenRecords({ store, vault });

afterAll(async () => {
  await store.close();
  await vault.close();
  await rm(folder, { recursive: true });
});

const settings = { appId: '1', appSecret: 'secret' };
let clock = manualClock();
let oauth = fakeZaloOAuth({ ...settings, now: () => clock.now() });
let faults: string[] = [];

beforeEach(async () => {
  clock = manualClock();
  oauth = fakeZaloOAuth({ ...settings, now: () => clock.now() });
  faults = [];
  await store.forgetRecord('zalo.tokens', pairId);
});

/** The account was connected now. */
async function connect(): Promise<{ access: string; refresh: string }> {
  const pair = oauth.connected();
  const value = freshTokens({ ...pair, lifeMs: 25 * hour }, clock.now());
  await records.put([{ id: pairId, version: 0, value }], { at: clock.now(), by: null, audit: [] });
  return pair;
}

const headers = { secret_key: settings.appSecret, 'content-type': 'application/x-www-form-urlencoded' };

/** What Zalo does with a refresh token, without a wire between. */
const byRefresh: TokenKeeperParts['oauth']['byRefresh'] = async (refresh) => {
  const form = new URLSearchParams({ refresh_token: refresh, app_id: '1', grant_type: 'refresh_token' });
  const { status, body } = oauth.token(headers, form);
  return readTokenReply(status, body);
};

let made = 0;
function keeper(parts: Partial<TokenKeeperParts> = {}) {
  made += 1;
  const id = `keeper-${String(made)}`;
  return makeTokenKeeper({
    records,
    oauth: { byRefresh },
    clock,
    chance: { id: () => id, below: () => 0 },
    report: (fault) => faults.push(fault),
    ...parts,
  });
}

/** The kept pair is the one that Zalo takes. */
async function expectWhole(): Promise<void> {
  const kept = await records.get(pairId);
  expect(kept?.value.refresh).toBe(oauth.valid());
  expect(kept?.value.trouble).toBeNull();
  expect(oauth.refusalOf(kept?.value.access ?? '')).toBe(0);
}

/** Looks as often as the keeper asks for, for so long. */
async function live(one: ReturnType<typeof keeper>, ms: number): Promise<void> {
  for (const end = clock.now() + ms; clock.now() < end; )
    clock.move(Math.min(await one.look(), end - clock.now()));
}

describe('in ordinary times', () => {
  test('nothing is connected: no token, and nobody asks Zalo', async () => {
    const one = keeper();
    expect(await one.look()).toBe(600_000);
    expect(await one.access()).toBeNull();
    expect(one.health()).toBe('absent');
  });

  test('a token of 25 hours is left alone for twelve, and fresh after thirteen', async () => {
    const before = await connect();
    const one = keeper();
    await live(one, 12 * hour);
    expect(await one.access()).toBe(before.access);
    await live(one, hour);
    expect(await one.access()).not.toBe(before.access);
    await expectWhole();
  });

  test('for a month the token is good at every hour and no refresh token is used twice', async () => {
    await connect();
    const one = keeper();
    for (let passed = 0; passed < 30 * 24; passed += 1) {
      await live(one, hour);
      expect(oauth.refusalOf((await one.access()) ?? '')).toBe(0);
    }
    expect(oauth.reused()).toBe(0);
    expect(faults).toEqual([]);
  });

  test('by chance it is refreshed earlier, never later', async () => {
    await connect();
    const one = keeper({ chance: { id: () => 'early', below: (limit) => limit - 1 } });
    await live(one, 11.5 * hour);
    expect(oauth.valid()).toBe('refresh-2');
  });

  test('a token that Zalo refuses is replaced at once, and not again and again', async () => {
    const before = await connect();
    clock.move(2 * hour);
    oauth.removeAccess();
    const one = keeper();
    const next = await one.after(before.access);
    expect(oauth.refusalOf(next ?? '')).toBe(0);
    expect(await one.after(next ?? '')).toBeNull();
    expect(oauth.valid()).toBe('refresh-2');
  });

  test('the pair is sealed', async () => {
    const { refresh } = await connect();
    const row = await store.record('zalo.tokens', pairId);
    expect(Buffer.from(row?.body ?? []).includes(refresh)).toBe(false);
    expect(row?.body?.length).toBeGreaterThan(50);
  });
});

describe('two processes', () => {
  /** One whose answer is on its way: Zalo has given the new pair, and it is not here yet. */
  async function slowLook() {
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    const slow = keeper({
      oauth: {
        async byRefresh(refresh) {
          const answer = await byRefresh(refresh);
          asked.resolve();
          await answered.promise;
          return answer;
        },
      },
    });
    const looking = slow.look();
    await asked.promise;
    return { looking, answered };
  }

  test('never ask Zalo at once, however they meet', async () => {
    await connect();
    clock.move(13 * hour);
    const both = [keeper(), keeper()];
    await Promise.all(both.map((one) => one.look()));
    await Promise.all(both.map((one) => one.look()));
    expect(oauth.reused()).toBe(0);
    expect(oauth.valid()).toBe('refresh-2');
    await expectWhole();
    expect(await both[0]?.access()).toBe(await both[1]?.access());
  });

  test('the one that Zalo answered is right, although the other has taken over meanwhile', async () => {
    await connect();
    clock.move(13 * hour);
    const { looking, answered } = await slowLook();
    clock.move(60_000);
    await keeper().look();
    expect((await records.get(pairId))?.value.trouble?.why).toBe('answer-lost');
    answered.resolve();
    await looking;
    await expectWhole();
  });

  test('connecting the account anew wins over an old refresh', async () => {
    await connect();
    clock.move(13 * hour);
    const { looking, answered } = await slowLook();
    const value = freshTokens({ ...oauth.connected(), lifeMs: null }, clock.now());
    const version = (await records.get(pairId))?.version ?? 0;
    await records.put([{ id: pairId, version, value }], { at: clock.now(), by: null, audit: [] });
    answered.resolve();
    await looking;
    await expectWhole();
  });
});

describe('a kill at any instruction', () => {
  /** Everything that is awaited, each with a moment before and one after it took effect. */
  class Killed {
    readonly #at: number;
    readonly died = Promise.withResolvers<'died'>();
    count = 0;
    constructor(at: number) {
      this.#at = at;
    }
    async step<Value>(work: () => Promise<Value>): Promise<Value> {
      await this.#moment();
      const value = await work();
      await this.#moment();
      return value;
    }
    async #moment(): Promise<void> {
      this.count += 1;
      if (this.count !== this.#at) return;
      this.died.resolve('died');
      await new Promise<never>(() => {});
    }
  }

  /** Runs one look that dies at its n-th moment; whether it lived to the end. */
  async function lives(at: number): Promise<boolean> {
    const killed = new Killed(at);
    const mortal = keeper({
      records: {
        get: (id) => killed.step(() => records.get(id)),
        put: (changes, hand) => killed.step(() => records.put(changes, hand)),
      },
      oauth: { byRefresh: (refresh) => killed.step(() => byRefresh(refresh)) },
    });
    return (await Promise.race([mortal.look(), killed.died.promise])) !== 'died';
  }

  /** get, put (intent), call, get, put (pair): two moments each. */
  const whole = { reused: 0, faults: [], health: 'whole', trouble: undefined, serves: true };
  const lost = {
    reused: 1,
    faults: ['zalo-refresh-refused'],
    health: 'troubled',
    trouble: 'answer-lost',
    serves: true,
  };
  test.each([
    [1, 'before the pair is read', whole],
    [2, 'after it', whole],
    [3, 'before the intent is written', whole],
    [4, 'after it', whole],
    [5, 'before Zalo is asked', whole],
    [6, 'when Zalo has answered', lost],
    [7, 'before the pair is read again', lost],
    [8, 'after it', lost],
    [9, 'before the new pair is written', lost],
    [10, 'after it', whole],
  ])('moment %i, %s', async (moment, _name, fate) => {
    await connect();
    clock.move(13 * hour);
    expect(await lives(moment)).toBe(false);
    clock.move(31_000);
    const next = keeper();
    // A lost pair is tried once, not for ever; what is left of the old access token still serves.
    await live(next, 2 * hour);
    const kept = await records.get(pairId);
    expect({
      reused: oauth.reused(),
      faults,
      health: next.health(),
      trouble: kept?.value.trouble?.why,
      serves: oauth.refusalOf((await next.access()) ?? '') === 0,
    }).toEqual(fate);
  });

  test('there are no further moments', async () => {
    await connect();
    clock.move(13 * hour);
    expect(await lives(11)).toBe(true);
    await expectWhole();
  });
});

describe('when Zalo does not answer as it should', () => {
  const silent = (why: 'unreached' | 'time-out', voids: boolean) => {
    let first = true;
    return keeper({
      oauth: {
        async byRefresh(refresh) {
          if (!first) return byRefresh(refresh);
          first = false;
          if (voids) await byRefresh(refresh);
          return { status: 'silent', why };
        },
      },
    });
  };

  test('a line that never reached it: tried again, nothing is in doubt', async () => {
    await connect();
    clock.move(13 * hour);
    const one = silent('unreached', false);
    await one.look();
    expect((await records.get(pairId))?.value.refreshing).toBeNull();
    await live(one, 60_000);
    await one.look();
    await expectWhole();
  });

  test('no answer, and it did nothing: the old token still works', async () => {
    await connect();
    clock.move(13 * hour);
    const one = silent('time-out', false);
    await one.look();
    await live(one, 5 * 60_000);
    await expectWhole();
  });

  test('no answer, although it voided the token: a person is called', async () => {
    await connect();
    clock.move(13 * hour);
    const one = silent('time-out', true);
    await one.look();
    await live(one, 5 * 60_000);
    expect(one.health()).toBe('troubled');
    expect((await records.get(pairId))?.value.trouble?.why).toBe('answer-lost');
    expect(faults).toEqual(['zalo-refresh-time-out', 'zalo-refresh-refused']);
  });

  test('Zalo out of reach for most of a day: staff are told before the access token is over', async () => {
    await connect();
    const one = keeper({
      oauth: { byRefresh: () => Promise.resolve({ status: 'silent', why: 'unreached' }) },
    });
    await live(one, 21 * hour);
    expect(one.health()).toBe('whole');
    await live(one, 2 * hour);
    expect(one.health()).toBe('ending');
    const next = keeper();
    await live(next, 60_000);
    expect(next.health()).toBe('whole');
    await expectWhole();
  });

  test('an app that is switched off: asked once an hour, whole again when it is on', async () => {
    await connect();
    clock.move(13 * hour);
    let off = true;
    let calls = 0;
    const one = keeper({
      oauth: {
        byRefresh(refresh) {
          calls += 1;
          return off
            ? Promise.resolve({ status: 'refused', kind: 'setup', code: -14_002 })
            : byRefresh(refresh);
        },
      },
    });
    await live(one, 3 * hour);
    expect(calls).toBeLessThanOrEqual(4);
    expect(one.health()).toBe('troubled');
    off = false;
    await live(one, hour);
    await expectWhole();
    expect(one.health()).toBe('whole');
  });

  test('a disk that takes nothing: Zalo is not asked', async () => {
    await connect();
    clock.move(13 * hour);
    const one = keeper({
      records: { get: (id) => records.get(id), put: () => Promise.reject(new Error('full')) },
    });
    await expect(one.look()).rejects.toThrow('full');
    expect(oauth.valid()).toBe('refresh-1');
  });

  test('a disk that fills between call and write: the pair is used, and written when there is room', async () => {
    await connect();
    clock.move(13 * hour);
    let puts = 0;
    const one = keeper({
      records: {
        get: (id) => records.get(id),
        put(changes, hand) {
          puts += 1;
          return puts > 1 && puts < 5 ? Promise.reject(new Error('full')) : records.put(changes, hand);
        },
      },
    });
    expect(await one.look()).toBe(1000);
    expect(oauth.refusalOf((await one.access()) ?? '')).toBe(0);
    expect(await one.access()).toBe('access-2');
    await live(one, 5000);
    await expectWhole();
    expect(faults).toEqual(['zalo-pair-unwritten', 'zalo-pair-unwritten', 'zalo-pair-unwritten']);
  });
});

test('run looks by itself, and stops', async () => {
  await connect();
  clock.move(13 * hour);
  const stop = keeper().run();
  await expect.poll(() => oauth.valid()).toBe('refresh-2');
  stop();
  clock.move(100 * hour);
  expect(oauth.valid()).toBe('refresh-2');
});
