import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChannelSender } from '../../src/app/channel-port.ts';
import { typeOf } from '../../src/app/house/media.ts';
import { capabilities } from '../../src/channel/channel.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { houseCalls } from '../../src/wire/house/calls.ts';
import { makeUniverse, newStaff, type Universe } from '../support/universe.ts';

/* What staff may open of what she sent, and when. */

const ogg = Buffer.from('OggS and sound');
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]);
const files: Record<string, Uint8Array | null> = {
  voice: ogg,
  picture: jpeg,
  page: Buffer.from('<html><script>'),
  gone: null,
};
let asked: string[] = [];
let universe: Universe;

const sender: ChannelSender = {
  kind: 'telegram',
  capabilities: capabilities.telegram,
  push: {
    send: async () => ({ delivery: { status: 'sent' }, vendorIds: [] }),
    erase: async () => ({ status: 'done' }),
    fetch: async (handle) => {
      asked.push(handle);
      return files[handle] ?? null;
    },
  },
};

beforeEach(async () => {
  asked = [];
  universe = await makeUniverse({
    channels: () => [{ sender, open: () => ({ routes: [], stop: async () => {} }) }],
  });
});
afterEach(async () => {
  await universe.close();
});

let count = 0;
async function arrive(inbound: Inbound, media: string | null = null): Promise<void> {
  count += 1;
  const event = { type: 'message', inbound, vendorId: null, media } as const;
  await universe.hien.channels.arrive('telegram', { address: '7', key: `k${String(count)}`, event });
  await universe.settle();
}

const hoa = { id: 'hoa', name: 'Hoa', role: 'supervisor' } as const;
const lan = { id: 'lan', name: 'Lan', role: 'counsellor' } as const;

async function open(by: typeof hoa | typeof lan, reason: string) {
  const [row] = await universe.store.conversations(1);
  const desk = await newStaff(universe, 'Hoa', 'supervisor');
  const talk = await desk.watch(row?.id ?? '');
  const message = talk.messages.find(({ media }) => media !== undefined);
  expect(message).toMatchObject({ from: 'person', text: '' });
  const body = { conversation: row?.id ?? '', message: message?.id ?? '', reason };
  const answer = await universe.hien.house.call(by, 'media/open', body);
  if (answer.status === 'done') houseCalls['media/open'].reply.parse(answer.reply);
  return answer;
}
const opened = async () => (await universe.store.audit(50)).filter(({ action }) => action === 'media-opened');

test('a voice note is fetched when somebody listens, not before, and the audit says who', async () => {
  await arrive({ kind: 'media', media: 'voice' }, 'voice');
  expect(asked).toEqual([]);
  expect(await open(hoa, '')).toEqual({
    status: 'done',
    reply: { kind: 'voice', type: 'audio/ogg', base64: ogg.toString('base64') },
  });
  expect(asked).toEqual(['voice']);
  expect((await opened()).map(({ by, params }) => [by, params['kind']])).toEqual([['hoa', 'voice']]);
});

test('a picture opens with a reason only', async () => {
  await arrive({ kind: 'media', media: 'picture' }, 'picture');
  expect(await open(hoa, '')).toEqual({ status: 'refused', why: 'invalid' });
  expect(asked).toEqual([]);
  expect(await open(hoa, 'cần biết vết thương')).toMatchObject({
    status: 'done',
    reply: { kind: 'picture', type: 'image/jpeg' },
  });
});

test('whoever may not read the talk opens nothing in it', async () => {
  await arrive({ kind: 'media', media: 'voice' }, 'voice');
  expect(await open(lan, '')).toEqual({ status: 'refused', why: 'not-allowed' });
  expect(asked).toEqual([]);
  expect(await opened()).toEqual([]);
});

test('a child’s pictures are the supervisor’s alone', async () => {
  const held = await newStaff(universe, 'Lan');
  await arrive({ kind: 'answer', step: 'now_ok', visit: 1, option: 'child', text: '' });
  await arrive({ kind: 'text', text: 'em 12 tuổi, bố đánh em' });
  await arrive({ kind: 'media', media: 'picture' }, 'picture');
  expect(await held.do('claim-next', {})).toMatchObject({ status: 'done' });
  expect(await open(lan, 'xem')).toEqual({ status: 'refused', why: 'not-allowed' });
  expect(await open(hoa, 'xem')).toMatchObject({ status: 'done' });
});

test.each(['gone', 'page'])('what is %s is not shown', async (handle) => {
  await arrive({ kind: 'media', media: 'picture' }, handle);
  expect(await open(hoa, 'xem')).toEqual({ status: 'refused', why: 'gone' });
});

test('a message of another conversation, or none, opens nothing', async () => {
  await arrive({ kind: 'media', media: 'voice' }, 'voice');
  const [row] = await universe.store.conversations(1);
  const body = { conversation: row?.id ?? '', message: 'another', reason: '' };
  expect(await universe.hien.house.call(hoa, 'media/open', body)).toEqual({ status: 'refused', why: 'gone' });
  const nobody = { ...body, conversation: 'nobody' };
  expect(await universe.hien.house.call(hoa, 'media/open', nobody)).toEqual({
    status: 'refused',
    why: 'gone',
  });
});

test.each<[string, readonly number[], string | null]>([
  ['Ogg', [...Buffer.from('OggS')], 'audio/ogg'],
  ['MP4', [0, 0, 0, 20, ...Buffer.from('ftypM4A')], 'audio/mp4'],
  ['AMR', [...Buffer.from('#!AMR\n')], 'audio/amr'],
  ['JPEG', [0xff, 0xd8, 0xff], 'image/jpeg'],
  ['PNG', [0x89, 0x50, 0x4e, 0x47], 'image/png'],
  ['WebP', [...Buffer.from('RIFF1234WEBP')], 'image/webp'],
  ['SVG', [...Buffer.from('<svg onload="x">')], null],
  ['nothing', [], null],
])('%s is known by how it begins', (_what, bytes, type) => {
  expect(typeOf(Uint8Array.from(bytes))).toBe(type);
});
