import { directLine } from '../../src/channel/web/direct-line.ts';
import { makeUniverse, type UniverseOptions } from '../support/universe.ts';
import { type ChannelBench, type Happening, type Posted, postTo } from './channel-bench.ts';

const root = '/v3/directline';
const json = { 'content-type': 'application/json', host: 'hien.example' };

const mediaTypes = {
  picture: 'image/jpeg',
  sticker: 'application/octet-stream',
  voice: 'audio/ogg',
} as const;

/** The web behind its Direct Line server: pulled, so there is no vendor, and what she heard stands in her stream. */
export async function webBench(options: UniverseOptions = {}): Promise<ChannelBench> {
  const universe = await makeUniverse(options);
  const { clock } = universe;
  let count = 0;
  const newId = (): string => `web-${String((count += 1))}`;
  const routesNow = () =>
    directLine({
      door: universe.hien.person,
      clock,
      chance: { id: newId, secret: newId },
      publicUrl: null,
      allowedOrigins: [],
      onError: (error) => universe.faults.push(String(error)),
    }).routes;
  let routes = routesNow();
  let door = universe.hien.person;
  const current = (): typeof routes => {
    if (door !== universe.hien.person) routes = routesNow();
    door = universe.hien.person;
    return routes;
  };
  const people = new Map<string, { readonly conversation: string; readonly token: string }>();

  async function personOf(who: string) {
    const known = people.get(who);
    if (known !== undefined) return known;
    const reply = await postTo(current(), { path: `${root}/conversations`, headers: json, body: '{}' });
    const { conversationId, token } = JSON.parse(String(reply.body)) as Record<string, string>;
    const person = { conversation: conversationId ?? '', token: token ?? '' };
    people.set(who, person);
    return person;
  }

  async function event(who: string, happening: Happening): Promise<Posted> {
    const { conversation, token } = await personOf(who);
    const activity = { ...activityOf(happening), from: { id: 'nguoi_1', name: 'Avatar' } };
    const channelData = { clientActivityID: newId() };
    return {
      path: `${root}/conversations/${conversation}/activities`,
      headers: { ...json, authorization: `Bearer ${token}` },
      body: JSON.stringify({ ...activity, channelData }),
    };
  }

  return {
    kind: 'web',
    universe,
    event,
    async post(posted) {
      const [, , , , id = ''] = posted.path.split('/');
      const template = posted.path.replace(id, ':id');
      const reply = await postTo(current(), { ...posted, path: template }, { id });
      await universe.settle();
      return reply.status;
    },
    async heard(who) {
      const person = people.get(who);
      if (person === undefined) return [];
      const { items } = await universe.hien.person.stream(person.conversation, 0);
      return items.filter(({ from }) => from !== 'person').map(({ text }) => text);
    },
    fault: () => false,
    setDown: () => false,
    signatureHeader: 'authorization',
    close: () => universe.close(),
  };
}

function activityOf(happening: Happening): Readonly<Record<string, unknown>> {
  if ('says' in happening) return { type: 'message', text: happening.says };
  if ('sends' in happening)
    return { type: 'message', attachments: [{ contentType: mediaTypes[happening.sends] }] };
  if ('taps' in happening)
    return { type: 'message', value: { k: 'a', s: 'now_ok', v: 1, o: 'can_write' }, text: 'nhắn được' };
  return { type: 'never-heard-of' };
}
