import { activityPath, makeActivity } from '../../src/channel/activity/activity.ts';
import type { ActivityAddress } from '../../src/channel/activity/address.ts';
import type { ActivityText } from '../../src/channel/activity/render.ts';
import { makeUniverse, type UniverseOptions } from '../support/universe.ts';
import { type ChannelBench, type Happening, postTo, type VendorFault } from './channel-bench.ts';

const genuine = 'Bearer signed-by-the-service';

/** The Activity endpoint with the service behind it pretended; tokens and the connector have tests of their own. */
export async function activityBench(options: UniverseOptions = {}): Promise<ChannelBench> {
  const phones = new Map<string, string[]>();
  const faults = new Map<string, VendorFault>();
  let down = false;
  let count = 0;

  function refuse(who: string): void {
    if (down) throw Object.assign(new Error('down'), { response: { status: 503 } });
    const fault = faults.get(who);
    if (fault === undefined) return;
    if (fault !== 'blocked') faults.delete(who);
    if (fault === 'patience')
      throw Object.assign(new Error('slow'), {
        response: { status: 429, headers: new Headers({ 'retry-after': '3' }) },
      });
    if (fault === 'blocked') throw Object.assign(new Error('blocked'), { response: { status: 403 } });
    throw new Error(fault);
  }

  const service = {
    isGenuine: (authorization: string) => Promise.resolve(authorization === genuine),
    async send({ person }: ActivityAddress, message: ActivityText) {
      refuse(person);
      phones.set(person, [...(phones.get(person) ?? []), message.text]);
      count += 1;
      return `v${String(count)}`;
    },
    async remove() {},
  };
  const universe = await makeUniverse({
    ...options,
    channels: (house) => [
      makeActivity({
        service,
        hosts: ['service.example'],
        onError: (error, where) => house.report(`channel ${where}`, error),
      }),
    ],
  });

  const activityOf = (who: string, happening: Happening): object => {
    if ('says' in happening) return { type: 'message', text: happening.says };
    if ('sends' in happening)
      return { type: 'message', attachments: [{ contentType: kinds[happening.sends] }] };
    if ('taps' in happening)
      return {
        type: 'message',
        text: 'Nhắn được',
        value: { k: 'a', s: 'now_ok', v: 1, o: 'can_write' },
      };
    return happening.does === 'block'
      ? { type: 'contactRelationUpdate', action: 'remove' }
      : { type: 'somethingNew', from: { id: who } };
  };

  return {
    kind: 'activity',
    universe,
    async event(who, happening) {
      count += 1;
      const body = JSON.stringify({
        id: `a${String(count)}`,
        channelId: 'facebook',
        serviceUrl: 'https://service.example/',
        from: { id: who },
        recipient: { id: 'us' },
        conversation: { id: `with ${who}` },
        ...activityOf(who, happening),
      });
      return { path: activityPath, headers: { authorization: genuine }, body };
    },
    async post(posted) {
      const { status } = await postTo(universe.routes, posted);
      await universe.settle();
      return status;
    },
    heard: (who) => Promise.resolve(phones.get(who) ?? []),
    fault(who, fault) {
      if (fault === 'window') return false;
      faults.set(who, fault);
      return true;
    },
    setDown(is) {
      down = is;
      return true;
    },
    signatureHeader: 'authorization',
    close: () => universe.close(),
  };
}

const kinds = { picture: 'image/jpeg', sticker: 'image/webp', voice: 'audio/ogg' } as const;
