import { expect, test } from 'vitest';
import type { Arrival } from '../../../src/app/channel-door.ts';
import { arrivalsOf } from '../../../src/channel/zalo/arrivals.ts';
import { parseEvent } from '../../../src/channel/zalo/parse.ts';
import { type FakeZaloEvent, fakeZalo } from '../../../src/simulator/fakes/zalo.ts';

const at = Date.UTC(2026, 10, 22);
const zalo = fakeZalo({ appId: '1', appSecret: 's', oaId: 'oa', oaSecret: 'o', now: () => at });
const address = 'user:4608';

function told({ body }: FakeZaloEvent, isOurs = false): readonly Arrival[] {
  return arrivalsOf(parseEvent(JSON.parse(body)), { isOurs: () => isOurs });
}
const events = (event: FakeZaloEvent) => told(event).map((arrival) => arrival.event);

test('words are a message with Zalo’s name for it', () => {
  expect(told(zalo.say('4608', 'xin chào'))).toEqual([
    {
      address,
      key: expect.stringMatching(/^user_send_text \w{20}$/u) as string,
      event: {
        type: 'message',
        inbound: { kind: 'text', text: 'xin chào' },
        vendorId: expect.stringMatching(/^\w{20}$/u) as string,
        media: null,
      },
    },
  ]);
});

test('a picture with words is two messages, each with a name of its own', () => {
  const { body } = zalo.sends('4608', 'image');
  const value = JSON.parse(body) as { message: object };
  const both = arrivalsOf(parseEvent({ ...value, message: { ...value.message, text: 'đây' } }), {
    isOurs: () => false,
  });
  expect(
    both.map(({ event }) => (event.type === 'message' ? [event.inbound.kind, event.media] : [])),
  ).toEqual([
    ['text', null],
    ['media', 'https://files.zalo.example/image'],
  ]);
  expect(new Set(both.map(({ key }) => key)).size).toBe(2);
});

test('an answer from OA Manager is told with its hour; ours and unnamed echoes are not', () => {
  expect(events(zalo.answerOutside('4608', 'Chào em'))).toEqual([{ type: 'answered-outside', at }]);
  expect(told(zalo.answerOutside('4608', 'Chào em'), true)).toEqual([]);
  expect(told(zalo.echo('4608'))).toEqual([]);
});

test.each<[string, FakeZaloEvent, readonly object[]]>([
  ['unfollowing', zalo.manage('unfollow', '4608'), [{ type: 'withdrawn' }]],
  ['withdrawing', zalo.manage('user_withdraw', '4608'), [{ type: 'withdrawn' }]],
  ['following', zalo.manage('follow', '4608'), []],
  [
    'seeing',
    zalo.event({ event_name: 'user_seen_message', sender: { id: '4608' }, message: { msg_ids: ['m'] } }),
    [{ type: 'status', status: 'seen' }],
  ],
  [
    'receiving',
    zalo.event({ event_name: 'user_received_message', sender: { id: '4608' }, message: { msg_id: 'm' } }),
    [{ type: 'status', status: 'delivered' }],
  ],
  ['something unknown', zalo.event({ event_name: 'x' }), []],
])('%s', (_name, event, expected) => {
  expect(events(event)).toEqual(expected);
});

test('a visitor’s address holds both ids', () => {
  expect(told(zalo.visit('a-1', 'c-1', 'x')).map((arrival) => arrival.address)).toEqual([
    'anonymous:a-1:c-1',
  ]);
});
