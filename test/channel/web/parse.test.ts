import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Posted, parseActivity } from '../../../src/channel/web/parse.ts';
import { fixedButtons, type Inbound } from '../../../src/conversation/inbound.ts';

const message = (fields: object): Posted => parseActivity({ type: 'message', ...fields });
const inbounds = (fields: object): readonly Inbound[] | string => {
  const posted = message(fields);
  return posted.status === 'message' ? posted.inbounds : posted.status;
};
const answer = { k: 'a', s: 'here', v: 2, o: 'can' };
const heard: Inbound = { kind: 'answer', step: 'here', visit: 2, option: 'can', text: '' };

test.each<[string, object, readonly Inbound[] | string]>([
  ['words', { text: 'cứu em với' }, [{ kind: 'text', text: 'cứu em với' }]],
  ['words with spaces around them', { text: '  1 ' }, [{ kind: 'text', text: '  1 ' }]],
  ['emoji only', { text: '🆘😭' }, [{ kind: 'text', text: '🆘😭' }]],
  ['nothing at all', {}, [{ kind: 'text', text: '' }]],
  ['no text', { text: null }, [{ kind: 'text', text: '' }]],
  ['half a character', { text: 'a\ud800b' }, [{ kind: 'text', text: 'a\ufffdb' }]],
  ['an answer', { text: 'nhắn được', value: answer }, [{ ...heard, text: 'nhắn được' }]],
  [
    'an answer whose value is text',
    { text: 'nhắn được', value: JSON.stringify(answer) },
    [{ ...heard, text: 'nhắn được' }],
  ],
  ['an answer sent as text alone', { text: JSON.stringify(answer) }, [heard]],
  ['a fixed button', { text: 'Gấp', value: { k: 'b', b: 'sos' } }, [{ kind: 'button', button: 'sos' }]],
  ['a fixed button as text', { text: ' {"k":"b","b":"leave"}' }, [{ kind: 'button', button: 'leave' }]],
  [
    'an unknown button with words',
    { text: 'x', value: { k: 'b', b: 'toString' } },
    [{ kind: 'text', text: 'x' }],
  ],
  ['a value of another kind', { text: 'x', value: { card: 1 } }, [{ kind: 'text', text: 'x' }]],
  ['words that only look like a value', { text: '{"k":"b"' }, [{ kind: 'text', text: '{"k":"b"' }]],
  [
    'a picture',
    { attachments: [{ contentType: 'image/jpeg', name: 'an.jpg' }] },
    [{ kind: 'media', media: 'picture' }],
  ],
  [
    'a voice note',
    { attachments: [{ contentType: 'Audio/OGG; codecs=opus' }] },
    [{ kind: 'media', media: 'voice' }],
  ],
  ['a video', { attachments: [{ contentType: 'video/mp4' }] }, [{ kind: 'media', media: 'video' }]],
  ['a document', { attachments: [{ contentType: 'application/pdf' }] }, [{ kind: 'media', media: 'file' }]],
  [
    'a card',
    { attachments: [{ contentType: 'application/vnd.microsoft.card.hero' }] },
    [{ kind: 'media', media: 'other' }],
  ],
  ['something without a type', { attachments: [{}] }, [{ kind: 'media', media: 'other' }]],
  [
    'words with two pictures',
    { text: 'đây', attachments: [{ contentType: 'image/png' }, { contentType: 'image/png' }] },
    [
      { kind: 'text', text: 'đây' },
      { kind: 'media', media: 'picture' },
    ],
  ],
  ['a text of the wrong type', { text: 42 }, 'refused'],
  ['attachments of the wrong type', { attachments: 'a.jpg' }, 'refused'],
  ['a sender of the wrong type', { from: 'me' }, 'refused'],
  ['a sender’s id without end', { from: { id: 'x'.repeat(257) } }, 'refused'],
  ['64 KiB of ASCII', { text: 'x'.repeat(65_536) }, [{ kind: 'text', text: 'x'.repeat(65_536) }]],
  ['one byte more', { text: 'x'.repeat(65_537) }, 'tooLarge'],
  ['64 KiB counted in bytes, not letters', { text: 'ế'.repeat(21_846) }, 'tooLarge'],
])('a message with %s', (_name, fields, expected) => {
  expect(inbounds(fields)).toEqual(expected);
});

test.each(fixedButtons)('the fixed button %s is understood', (button) => {
  expect(inbounds({ value: { k: 'b', b: button } })).toEqual([{ kind: 'button', button }]);
});

test.each<[string, Posted['status']]>([
  ['endOfConversation', 'leave'],
  ['typing', 'ignored'],
  ['event', 'ignored'],
  ['conversationUpdate', 'ignored'],
  ['Message', 'ignored'],
  ['', 'refused'],
])('an activity of type "%s" is %s', (type, status) => {
  expect(parseActivity({ type }).status).toBe(status);
});

test('an activity without a type is refused by name', () => {
  expect(parseActivity({ text: 'x' })).toEqual({
    status: 'refused',
    message: expect.stringContaining('"type"') as string,
  });
});

describe('what says who or where somebody is', () => {
  const traces = {
    id: 'client-made',
    timestamp: '2026-11-22T03:00:00Z',
    localTimestamp: '2026-11-22T10:00:00+07:00',
    localTimezone: 'Asia/Ho_Chi_Minh',
    locale: 'vi-VN',
    from: { id: 'dl_1', name: 'Nguyễn Thị Hoa', role: 'user', aadObjectId: 'hoa@example.vn' },
    recipient: { id: 'b', name: 'Hoa' },
    entities: [{ type: 'Place', geo: { latitude: 10.5, longitude: 106.4 } }],
    attachments: [
      { contentType: 'image/jpeg', name: 'hoa-o-nha.jpg', contentUrl: 'http://192.0.2.7/hoa.jpg' },
    ],
  };

  test('is dropped', () => {
    expect(message({ text: 'chào', ...traces })).toEqual({
      status: 'message',
      inbounds: [
        { kind: 'text', text: 'chào' },
        { kind: 'media', media: 'picture' },
      ],
      urgent: false,
      key: null,
      fromId: 'dl_1',
      channelData: null,
    });
  });
});

test.each<[string, object, boolean]>([
  ['the SOS button', { value: { k: 'b', b: 'sos' } }, true],
  ['the leave button', { value: { k: 'b', b: 'leave' } }, true],
  ['the code 1', { text: ' 1. ' }, true],
  ['the word thoát', { text: 'Thoát' }, true],
  ['any other button', { value: { k: 'b', b: 'more' } }, false],
  ['ordinary words', { text: '1 tuần nay' }, false],
  ['an answer', { value: answer }, false],
])('%s: never limited: %s', (_name, fields, urgent) => {
  expect(message(fields)).toMatchObject({ urgent });
});

test.each<[string, unknown, string | null]>([
  ['a client activity id', { clientActivityID: 'c1', more: 1 }, 'c1'],
  ['none', { more: 1 }, null],
  ['an empty one', { clientActivityID: '' }, null],
  ['one of the wrong type', { clientActivityID: 7 }, null],
  ['one on the prototype only', JSON.parse('{"__proto__":{"clientActivityID":"c"}}'), null],
  ['text instead of an object', 'c1', null],
])('channelData with %s', (_name, channelData, key) => {
  expect(message({ text: 'x', channelData })).toMatchObject({ key, channelData });
});

test('whatever JSON arrives, it is read without a fault', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('type', 'text', 'value', 'attachments', 'channelData', 'from'),
        fc.jsonValue(),
      ),
      (activity) => {
        const statuses: readonly Posted['status'][] = ['message', 'leave', 'ignored', 'tooLarge', 'refused'];
        expect(statuses).toContain(parseActivity(activity).status);
        expect(statuses).toContain(parseActivity({ ...activity, type: 'message' }).status);
      },
    ),
  );
});

test('a text is handed on as it was written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 2_000 }), (text) => {
      expect(inbounds({ text: `.${text}` })).toEqual([{ kind: 'text', text: `.${text}` }]);
    }),
  );
});
