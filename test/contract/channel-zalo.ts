import type { Transport } from '../../src/channel/zalo/client.ts';
import { payloadOf } from '../../src/channel/zalo/payload.ts';
import { freshTokens, pairId, tokenRecords } from '../../src/channel/zalo/token-record.ts';
import { makeZalo, zaloPath } from '../../src/channel/zalo/zalo.ts';
import { type FakeZalo, type FakeZaloEvent, fakeZalo } from '../../src/simulator/fakes/zalo.ts';
import { makeUniverse, type Universe, type UniverseOptions } from '../support/universe.ts';
import { type ChannelBench, type Happening, postTo, type VendorFault } from './channel-bench.ts';

const settings = { appId: '1234567890', appSecret: 'app-secret', oaId: '99', oaSecret: 'oa-secret' };
const hosts = { api: 'https://api.zalo.example', oauth: 'https://oauth.zalo.example' };

/** A way to the fake without a network: what it never answers fails at once, as a time-out would. */
const transportTo =
  (fake: FakeZalo): Transport =>
  (url, { method, headers, body = '' }) => {
    const answer = fake.call({ method, path: url.pathname + url.search, headers, body });
    if (answer === 'never') return Promise.reject(new DOMException('late', 'TimeoutError'));
    return answer === 'cut' ? Promise.reject(new Error('cut')) : Promise.resolve(answer);
  };

/** Somebody connected the account a moment ago. */
async function connect({ store, vault, clock }: Universe, fake: FakeZalo): Promise<void> {
  const value = freshTokens({ ...fake.oauth.connected(), lifeMs: null }, clock.now());
  const hand = { at: clock.now(), by: null, audit: [] };
  await tokenRecords({ store, vault }).put([{ id: pairId, version: 0, value }], hand);
}

/** Zalo with its strict fake, and the fake itself for what only Zalo has. */
export async function zaloBench(
  options: UniverseOptions = {},
): Promise<ChannelBench & { readonly fake: FakeZalo; user(who: string): string }> {
  const time = { now: () => 0 };
  const fake = fakeZalo({ ...settings, now: () => time.now() });
  const universe = await makeUniverse({
    ...options,
    channels: (house) => [
      makeZalo({
        ...house,
        app: settings,
        oaSecret: settings.oaSecret,
        oaId: settings.oaId,
        hosts,
        transport: transportTo(fake),
        buttons: false,
        stateRequired: true,
      }),
    ],
  });
  time.now = () => universe.clock.now();
  await connect(universe, fake);
  const users = new Map<string, string>();
  const user = (who: string): string => {
    const id = users.get(who) ?? String(700_001 + users.size);
    users.set(who, id);
    return id;
  };
  const eventOf = (who: string, happening: Happening): FakeZaloEvent => {
    const id = user(who);
    if ('says' in happening) return fake.say(id, happening.says);
    if ('sends' in happening) return fake.sends(id, kinds[happening.sends]);
    if ('taps' in happening)
      return fake.say(id, payloadOf({ k: 'a', s: 'now_ok', v: 1, o: 'can_write' }, 'Nhắn được'));
    if (happening.does === 'block') return fake.manage('unfollow', id);
    return fake.event({ event_name: 'user_dreams', sender: { id, name: 'nguoi_la' } });
  };
  return {
    kind: 'zalo',
    universe,
    fake,
    user,
    event: (who, happening) => Promise.resolve({ path: zaloPath, ...eventOf(who, happening) }),
    async post(event) {
      const { status } = await postTo(universe.routes, event);
      await universe.settle();
      return status;
    },
    heard: (who) =>
      Promise.resolve(
        fake
          .transcript(user(who))
          .filter(({ from }) => from === 'account')
          .map(({ text }) => text),
      ),
    fault(who, fault) {
      fake.spoil(user(who), faults[fault]);
      return true;
    },
    setDown(down) {
      fake.setDown(down);
      return true;
    },
    signatureHeader: 'x-zevent-signature',
    close: () => universe.close(),
  };
}

const kinds = { picture: 'image', sticker: 'sticker', voice: 'audio' } as const;
const faults: Readonly<Record<VendorFault, Parameters<FakeZalo['spoil']>[1]>> = {
  cut: 'cut',
  patience: '429',
  silence: 'never',
  blocked: 'blocked',
  window: 'window',
};
