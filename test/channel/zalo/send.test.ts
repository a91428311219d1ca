import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Dispatch } from '../../../src/app/channel-port.ts';
import { addressText } from '../../../src/channel/zalo/address.ts';
import { within, zaloClient } from '../../../src/channel/zalo/client.ts';
import { ownEchoes } from '../../../src/channel/zalo/own-echoes.ts';
import { zaloPush } from '../../../src/channel/zalo/send.ts';
import type { TokenHealth } from '../../../src/channel/zalo/tokens.ts';
import { serveFake } from '../../../src/simulator/fakes/serve-fake.ts';
import { fakeZalo } from '../../../src/simulator/fakes/zalo.ts';

const settings = { appId: '1', appSecret: 'secret', oaId: 'oa-1', oaSecret: 'oa-secret' };
const now = Date.UTC(2026, 10, 22);
let zalo = fakeZalo({ ...settings, now: () => now });
const server = await serveFake((request) => zalo.call(request));
afterAll(() => server.close());

let access: string | null = '';
let next: string | null = null;
let health: TokenHealth = 'whole';
let faults: string[] = [];

beforeEach(() => {
  zalo = fakeZalo({ ...settings, now: () => now });
  access = zalo.oauth.connected().access;
  next = null;
  health = 'whole';
  faults = [];
});

const own = ownEchoes(() => now);
const push = (buttons = false) =>
  zaloPush({
    client: zaloClient({ api: server.url, oauth: server.url }, (url, request) => within(500, url, request)),
    tokens: {
      access: () => Promise.resolve(access),
      after: () => Promise.resolve(next),
      health: () => health,
    },
    own,
    buttons,
    report: (fault) => faults.push(fault),
  });

const lan = addressText({ kind: 'user', user: '4608' });
const dispatch: Dispatch = {
  message: 'm',
  conversation: 'c',
  address: lan,
  from: 'bot',
  why: 'answer',
  card: null,
  bubbles: ['Bạn nói đi.'],
  telling: [false],
  choices: [{ digit: 3, label: 'Có', value: { k: 'b', b: 'more' } }],
  fixed: [],
  neutral: 'Gấp thì nhắn 1.\n113 · 115 · 111',
  quiet: false,
  plain: false,
  partsSent: 0,
  attempts: 0,
  lastPersonAt: now,
};
const heard = (): readonly string[] =>
  zalo
    .transcript('4608')
    .filter(({ from }) => from === 'account')
    .map(({ text }) => text);

describe('sending', () => {
  test('the numbers stand in the text', async () => {
    zalo.say('4608', 'a');
    const { delivery, vendorIds } = await push().send(dispatch);
    expect(delivery).toEqual({ status: 'sent' });
    expect(vendorIds).toHaveLength(1);
    expect(heard()).toEqual(['Bạn nói đi.\n\n3 Có']);
  });

  test.each<[string, string, object]>([
    ['too many calls', '#429', { status: 'retry', afterMs: 5000 }],
    ['a fault of Zalo', '#503', { status: 'retry', afterMs: 0 }],
    ['no answer', '#timeout', { status: 'retry', afterMs: 0 }],
    ['a closed window', '#window-closed', { status: 'windowClosed' }],
    ['a block', '#blocked', { status: 'unreachable' }],
  ])('%s', async (_name, magic, delivery) => {
    zalo.say('4608', magic);
    expect(await push().send(dispatch)).toEqual({ delivery, vendorIds: [] });
  });

  test('an address of another channel is rejected', async () => {
    const { delivery } = await push().send({ ...dispatch, address: 'telegram:1' });
    expect(delivery).toEqual({ status: 'rejected' });
  });

  test('a long message goes on behind what went out before', async () => {
    zalo.say('4608', 'a');
    const bubbles = ['Một câu dài. '.repeat(200)];
    const first = await push().send({ ...dispatch, bubbles });
    const all = heard();
    expect(first.vendorIds.length).toBe(2);
    expect(all.length).toBe(2);
    await push().send({ ...dispatch, bubbles, partsSent: 1 });
    expect(heard()).toEqual([...all, all[1]]);
  });

  test('what went out before the line broke is told', async () => {
    const long = { ...dispatch, bubbles: ['Một câu dài. '.repeat(200)] };
    zalo.say('4608', 'a');
    const broken = zaloPush({
      client: {
        ...zaloClient({ api: server.url, oauth: server.url }),
        send: (_access, _to, { text }) =>
          Promise.resolve(
            text.includes('3 Có') ? { status: 'silent', why: 'network' } : { status: 'done', value: 'z-1' },
          ),
      },
      tokens: {
        access: () => Promise.resolve('a'),
        after: () => Promise.resolve(null),
        health: () => 'whole',
      },
      own,
      buttons: false,
      report: () => {},
    });
    expect(await broken.send(long)).toEqual({
      delivery: { status: 'retry', afterMs: 0 },
      vendorIds: ['z-1'],
    });
  });
});

describe('the wording is refused (-248)', () => {
  test('the neutral twin goes out, and staff are told', async () => {
    zalo.say('4608', '#-248');
    const { delivery, vendorIds } = await push().send({ ...dispatch, card: 'unknown' });
    expect(delivery).toEqual({ status: 'sent', reworded: true });
    expect(vendorIds).toHaveLength(1);
    expect(heard()).toEqual([dispatch.neutral]);
    expect(faults).toEqual(['zalo-wording-refused']);
  });

  test.each<[string, Partial<Dispatch>]>([
    ['a counsellor’s words are not replaced', { from: 'counsellor' }],
    ['in quiet mode nothing but a card is', { quiet: true }],
  ])('%s', async (_name, fields) => {
    zalo.say('4608', '#-248');
    expect(await push().send({ ...dispatch, ...fields })).toEqual({
      delivery: { status: 'rejected' },
      vendorIds: [],
    });
    expect(heard()).toEqual([]);
  });

  test('in quiet mode a card’s digits go out', async () => {
    zalo.say('4608', '#-248');
    const quiet = { ...dispatch, quiet: true, card: 'unknown', neutral: '113 · 115 · 111' } as const;
    expect((await push().send(quiet)).delivery).toEqual({ status: 'sent', reworded: true });
    expect(heard()).toEqual(['113 · 115 · 111']);
  });
});

describe('tokens', () => {
  test('a refused one is replaced once', async () => {
    zalo.say('4608', 'a');
    next = access;
    access = 'old';
    expect((await push().send(dispatch)).delivery).toEqual({ status: 'sent' });
  });

  test.each<[TokenHealth, object]>([
    ['whole', { status: 'retry', afterMs: 0 }],
    ['ending', { status: 'retry', afterMs: 0 }],
    ['troubled', { status: 'misconfigured' }],
    ['absent', { status: 'misconfigured' }],
  ])('without another one, and a pair that is %s', async (state, delivery) => {
    zalo.say('4608', 'a');
    health = state;
    access = state === 'absent' ? null : 'old';
    expect((await push().send(dispatch)).delivery).toEqual(delivery);
  });
});

describe('buttons', () => {
  test('stand below the text by setting', async () => {
    zalo.say('4608', 'a');
    await push(true).send(dispatch);
    expect(
      zalo
        .transcript('4608')
        .at(-1)
        ?.buttons.map(({ title }) => title),
    ).toEqual(['Có']);
  });

  test('that Zalo does not take are left away, and the text goes out', async () => {
    zalo.say('4608', 'a');
    const seen: boolean[] = [];
    const picky = zaloPush({
      client: {
        ...zaloClient({ api: server.url, oauth: server.url }),
        send(_access, _to, message) {
          seen.push(message.attachment !== undefined);
          return Promise.resolve(
            message.attachment === undefined
              ? { status: 'done', value: 'z-1' }
              : { status: 'refused', kind: 'ours', code: -201 },
          );
        },
      },
      tokens: {
        access: () => Promise.resolve('a'),
        after: () => Promise.resolve(null),
        health: () => 'whole',
      },
      own,
      buttons: true,
      report: (fault) => faults.push(fault),
    });
    expect((await picky.send(dispatch)).delivery).toEqual({ status: 'sent' });
    expect(seen).toEqual([true, false]);
    expect(faults).toEqual(['zalo-buttons-refused']);
  });
});

describe('erasing', () => {
  test('Zalo forgets the follower; her phone is out of reach', async () => {
    expect(await push().erase({ address: lan, messages: [], words: 'gone' })).toEqual({ status: 'done' });
    expect(zalo.forgotten()).toEqual(['4608']);
  });

  test.each<[string, string, 'gone' | 'kept']>([
    ['where only her phone was meant', lan, 'kept'],
    ['of a visitor', addressText({ kind: 'anonymous', anonymous: 'a', conversation: 'c' }), 'gone'],
  ])('%s nothing is asked', async (_name, address, words) => {
    expect(await push().erase({ address, messages: [], words })).toEqual({ status: 'done' });
    expect(zalo.forgotten()).toEqual([]);
  });

  test('while Zalo is down it is tried again', async () => {
    zalo.setDown(true);
    expect((await push().erase({ address: lan, messages: [], words: 'gone' })).status).toBe('retry');
  });
});

describe('our own echoes', () => {
  test('are known by address and words, for a quarter of an hour', () => {
    let time = 0;
    const echoes = ownEchoes(() => time);
    echoes.sending(lan, 'Vâng.');
    expect(echoes.isOurs(lan, ' Vâng. ')).toBe(true);
    expect(echoes.isOurs('user:1', 'Vâng.')).toBe(false);
    expect(echoes.isOurs(lan, null)).toBe(false);
    time += 16 * 60_000;
    echoes.sending(lan, 'Khác.');
    expect(echoes.isOurs(lan, 'Vâng.')).toBe(false);
  });
});
