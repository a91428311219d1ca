import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEvent, type ZaloEvent } from '../../../src/channel/zalo/parse.ts';
import { payloadOf } from '../../../src/channel/zalo/payload.ts';
import type { Inbound } from '../../../src/conversation/inbound.ts';

const at = 1_700_000_000_000;
const envelope = {
  app_id: '1234567890',
  user_id_by_app: 'by-app-7',
  sender: { id: '4608' },
  recipient: { id: 'oa-1' },
  timestamp: String(at),
};
const user = { kind: 'user', user: '4608' } as const;

const sent = (name: string, message: object, more: object = {}): ZaloEvent =>
  parseEvent({ ...envelope, event_name: name, message: { msg_id: 'm-1', ...message }, ...more });

const inbounds = (event: ZaloEvent): readonly Inbound[] | string =>
  event.kind === 'message' ? event.inbounds : event.kind;

const text = (words: string): Inbound => ({ kind: 'text', text: words });
const media = (kind: Extract<Inbound, { kind: 'media' }>['media']): Inbound => ({
  kind: 'media',
  media: kind,
});

describe('messages', () => {
  test.each<[string, string, object, readonly Inbound[]]>([
    ['words', 'user_send_text', { text: 'xin chào' }, [text('xin chào')]],
    ['a code with spaces', 'user_send_text', { text: ' 1 ' }, [text(' 1 ')]],
    ['half a character', 'user_send_text', { text: 'a\ud800' }, [text('a\ufffd')]],
    ['no words at all', 'user_send_text', {}, [text('')]],
    [
      'a link',
      'user_send_link',
      { text: 'https://x.vn', attachments: [{ type: 'link' }] },
      [text('https://x.vn')],
    ],
    ['a picture', 'user_send_image', { attachments: [{ type: 'image' }] }, [media('picture')]],
    ['a picture with words', 'user_send_image', { text: 'đây' }, [text('đây'), media('picture')]],
    ['a moving picture', 'user_send_gif', {}, [media('picture')]],
    [
      'a voice note',
      'user_send_audio',
      { attachments: [{ type: 'audio', payload: { url: 'x' } }] },
      [media('voice')],
    ],
    ['a video', 'user_send_video', {}, [media('video')]],
    ['a sticker', 'user_send_sticker', {}, [media('sticker')]],
    ['a place', 'user_send_location', { attachments: [{ type: 'location' }] }, [media('location')]],
    ['a visiting card', 'user_send_business_card', {}, [media('other')]],
    ['a document', 'user_send_file', {}, [media('file')]],
    ['a kind of every object', 'user_send_toString', {}, [media('other')]],
    ['a kind of the future', 'user_send_hologram', {}, [media('other')]],
    [
      'a tapped answer',
      'user_send_text',
      { text: payloadOf({ k: 'a', s: 'here', v: 2, o: 'can' }, 'Nhắn được') },
      [{ kind: 'answer', step: 'here', visit: 2, option: 'can', text: 'Nhắn được' }],
    ],
    [
      'a tapped button',
      'user_send_text',
      { text: payloadOf({ k: 'b', b: 'sos' }, 'Gấp') },
      [{ kind: 'button', button: 'sos' }],
    ],
    [
      'a button that nobody made',
      'user_send_text',
      { text: payloadOf({ k: 'b', b: 'toString' }, 'x') },
      [text(payloadOf({ k: 'b', b: 'toString' }, 'x'))],
    ],
    ['words that begin like a button', 'user_send_text', { text: 'porch.x' }, [text('porch.x')]],
  ])('%s', (_name, event, message, expected) => {
    expect(inbounds(sent(event, message))).toEqual(expected);
  });

  test('is known by its name and message id, and comes from the user', () => {
    expect(sent('user_send_text', { text: 'a' })).toMatchObject({
      key: 'user_send_text m-1',
      from: user,
      at,
    });
  });

  test('without a message id it is known by who and when', () => {
    expect(sent('user_send_text', { text: 'a', msg_id: undefined })).toMatchObject({
      key: `user_send_text 4608 ${String(at)}`,
    });
  });

  test.each<[string, string | null]>([
    ['user_send_audio', 'https://f.zalo.example/1.amr'],
    ['user_send_image', 'https://f.zalo.example/1.amr'],
    ['user_send_location', null],
    ['user_send_link', null],
  ])('%s: where the thing itself is kept: %s', (name, media) => {
    const attachments = [{ type: 'x', payload: { url: 'https://f.zalo.example/1.amr' } }];
    expect(sent(name, { attachments })).toMatchObject({ media, messageId: 'm-1' });
  });

  test('an anonymous visitor needs both ids', () => {
    expect(sent('anonymous_send_text', { text: 'a', conversation_id: 'c-1' })).toMatchObject({
      kind: 'message',
      from: { kind: 'anonymous', anonymous: '4608', conversation: 'c-1' },
    });
    expect(sent('anonymous_send_text', { text: 'a' })).toEqual({ kind: 'unknown' });
  });

  test('nothing of who somebody is comes through', () => {
    const event = sent(
      'user_send_business_card',
      {
        attachments: [
          { type: 'link', payload: { description: 'Lan 0912345678', thumbnail: 'https://avatar' } },
        ],
      },
      { sender: { id: '4608', name: 'Nguyễn Thị Lan', avatar: 'https://avatar' } },
    );
    expect(JSON.stringify(event)).not.toMatch(/Lan|0912|avatar|by-app/u);
  });
});

describe('what is no message', () => {
  const reversed = { sender: { id: 'oa-1' }, recipient: { id: '4608' } };
  test.each<[string, object, Partial<ZaloEvent>]>([
    [
      'an echo of ours',
      { ...envelope, ...reversed, event_name: 'oa_send_text', message: { msg_id: 'e', text: 'Vâng' } },
      { kind: 'echo', to: user, byPerson: false, messageId: 'e', text: 'Vâng' },
    ],
    [
      'an answer from OA Manager',
      {
        ...envelope,
        ...reversed,
        sender: { id: 'oa-1', admin_id: '99' },
        event_name: 'oa_send_text',
        message: { msg_id: 'e', text: 'Chào em' },
      },
      { kind: 'echo', byPerson: true },
    ],
    [
      'an echo that names nobody',
      {
        ...envelope,
        ...reversed,
        sender: { id: 'oa-1', admin_id: '0' },
        event_name: 'oa_send_text',
        message: { msg_id: 'e' },
      },
      { kind: 'echo', byPerson: false },
    ],
    [
      'an echo to a visitor',
      { ...envelope, ...reversed, event_name: 'oa_send_anonymous_text', message: { conversation_id: 'c' } },
      { kind: 'echo', to: { kind: 'anonymous', anonymous: '4608', conversation: 'c' } },
    ],
    [
      'received',
      { ...envelope, event_name: 'user_received_message', message: { msg_id: 'm' } },
      { kind: 'status', status: 'received', from: user, key: 'user_received_message m' },
    ],
    [
      'seen',
      { ...envelope, event_name: 'user_seen_message', message: { msg_ids: ['m', 'n'] } },
      { kind: 'status', status: 'seen', from: user },
    ],
    ['a follow', { event_name: 'follow', timestamp: at, follower: { id: '1' } }, { kind: 'entered' }],
    ['a first click', { event_name: 'user_click_chatnow', timestamp: at, user_id: '1' }, { kind: 'entered' }],
    [
      'an unfollow',
      { event_name: 'unfollow', timestamp: at, oa_id: 'oa-1', follower: { id: '4608' } },
      { kind: 'gone', who: user, why: 'unfollowed', key: `unfollow 4608 ${String(at)}` },
    ],
    [
      'a withdrawal',
      { event_name: 'user_withdraw', timestamp: String(at), user_id: '4608' },
      { kind: 'gone', who: user, why: 'withdrawn' },
    ],
    ['a withdrawal of nobody', { event_name: 'user_withdraw', timestamp: at }, { kind: 'unknown' }],
    [
      'somebody’s data',
      { ...envelope, event_name: 'user_submit_info', info: { name: 'Lan' } },
      { kind: 'dropped' },
    ],
    ['a reaction', { ...envelope, event_name: 'user_reacted_message' }, { kind: 'dropped' }],
    ['a group', { ...envelope, event_name: 'user_send_group_text' }, { kind: 'dropped' }],
    ['a tag', { ...envelope, event_name: 'add_user_to_tag' }, { kind: 'dropped' }],
    ['a name of every object', { ...envelope, event_name: '__proto__' }, { kind: 'unknown' }],
    ['a name of the future', { ...envelope, event_name: 'user_dreams' }, { kind: 'unknown' }],
    ['no name', { timestamp: at }, { kind: 'unknown' }],
    [
      'a message from nobody',
      { event_name: 'user_send_text', timestamp: at, message: {} },
      { kind: 'unknown' },
    ],
    [
      'an id that is not one',
      { ...envelope, event_name: 'user_send_text', sender: { id: 'a b\n' }, message: {} },
      { kind: 'unknown' },
    ],
  ])('%s', (_name, event, expected) => {
    expect(parseEvent(event)).toMatchObject(expected);
  });

  test('the name of who answered in OA Manager is dropped', () => {
    const event = parseEvent({
      ...envelope,
      sender: { id: 'oa-1', admin_id: '99887766' },
      recipient: { id: '4608' },
      event_name: 'oa_send_text',
      message: { msg_id: 'e' },
    });
    expect(JSON.stringify(event)).not.toContain('99887766');
  });
});

test('whatever comes is read without a fault', () => {
  const names = fc.constantFrom(
    'user_send_text',
    'oa_send_text',
    'unfollow',
    'user_seen_message',
    'x',
    '__proto__',
  );
  fc.assert(
    fc.property(fc.record({ event_name: names, timestamp: fc.anything() }), fc.object(), (head, rest) => {
      expect(typeof parseEvent({ ...rest, ...head, message: rest }).kind).toBe('string');
    }),
  );
});
