import { expect, test } from 'vitest';
import type { Arrival } from '../../../src/app/channel-door.ts';
import { factsOf, parseTelegram } from '../../../src/channel/telegram/parse.ts';
import { fakeTelegram } from '../../../src/simulator/fakes/telegram.ts';

const fake = fakeTelegram({ token: '1:x', now: () => 1_000_000 });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const told = ({ body }: { readonly body: string }): readonly Arrival[] => parseTelegram(bytes(body)).arrivals;
const inbounds = (arrivals: readonly Arrival[]): readonly unknown[] =>
  arrivals.map(({ event }) => (event.type === 'message' ? event.inbound : event.type));

const chat = { id: 5, type: 'private', first_name: 'Lan', username: 'lan' };
const message = (fields: object): unknown => ({
  update_id: 1,
  message: { message_id: 9, date: 0, chat, from: { id: 5, is_bot: false, language_code: 'vi' }, ...fields },
});

test('words carry their chat, a name for repeats and Telegram’s id, and nothing of whose they are', () => {
  const { arrivals, courtesies } = factsOf(message({ text: 'xin chào' }));
  expect(arrivals).toEqual([
    {
      address: '5',
      key: 'm:9:words',
      event: { type: 'message', inbound: { kind: 'text', text: 'xin chào' }, vendorId: '9', media: null },
    },
  ]);
  expect(courtesies).toEqual([]);
  expect(JSON.stringify(arrivals)).not.toMatch(/Lan|lan|vi"/u);
});

test.each<[string, object, { readonly media: string; readonly file: string | null }]>([
  ['a voice note', { voice: { file_id: 'v', duration: 2 } }, { media: 'voice', file: 'v' }],
  ['a sound file', { audio: { file_id: 'a' } }, { media: 'voice', file: 'a' }],
  ['a picture, whole', { photo: [{ file_id: 's' }, { file_id: 'l' }] }, { media: 'picture', file: 'l' }],
  [
    'an animation beside its document',
    { animation: { file_id: 'g' }, document: { file_id: 'd' } },
    { media: 'video', file: 'g' },
  ],
  ['a round video', { video_note: { file_id: 'r' } }, { media: 'video', file: 'r' }],
  ['a sticker', { sticker: { file_id: 't' } }, { media: 'sticker', file: 't' }],
  ['a file', { document: { file_id: 'd', file_name: 'cmnd.pdf' } }, { media: 'file', file: 'd' }],
  ['a place', { location: { latitude: 21, longitude: 105 } }, { media: 'location', file: null }],
  ['a contact', { contact: { phone_number: '+84900000000' } }, { media: 'other', file: null }],
  ['a poll', { poll: { id: '1' } }, { media: 'other', file: null }],
])('%s', (_what, fields, { media, file }) => {
  const [arrival] = factsOf(message(fields)).arrivals;
  expect(arrival).toEqual({
    address: '5',
    key: 'm:9',
    event: { type: 'message', inbound: { kind: 'media', media }, vendorId: '9', media: file },
  });
});

test('a picture with words is two messages, the words first, one id between them', () => {
  const { arrivals } = factsOf(message({ photo: [{ file_id: 'l' }], caption: 'đây' }));
  expect(inbounds(arrivals)).toEqual([
    { kind: 'text', text: 'đây' },
    { kind: 'media', media: 'picture' },
  ]);
  expect(new Set(arrivals.map(({ key }) => key)).size).toBe(2);
  expect(arrivals.map(({ event }) => (event.type === 'message' ? event.vendorId : ''))).toEqual(['9', null]);
});

test('an edited message is judged like a new one, each edit once', () => {
  fake.say(5, 'chào');
  const [id = 0] = fake.transcript(5).map((line) => line.id);
  const [edited] = told(fake.edit(5, id, 'anh ta có dao'));
  expect(edited?.key).toBe(`e:${String(id)}:1000:words`);
  expect(inbounds(edited === undefined ? [] : [edited])).toEqual([{ kind: 'text', text: 'anh ta có dao' }]);
});

test.each([
  ['/gap', 'sos'],
  ['/nguoi', 'person'],
  ['/ban', 'quiet'],
  ['/thoat@hien_bot', 'leave'],
  ['/XOA ', 'erase'],
])('the menu’s %s is the button %s', (text, button) => {
  expect(inbounds(factsOf(message({ text })).arrivals)).toEqual([{ kind: 'button', button }]);
});

test.each(['/start', '/start abc', '/gap gap', '/constructor'])('%s is words', (text) => {
  expect(inbounds(factsOf(message({ text })).arrivals)).toEqual([{ kind: 'text', text }]);
});

test('half a character is mended', () => {
  expect(inbounds(factsOf(message({ text: 'a\ud83d' })).arrivals)).toEqual([
    { kind: 'text', text: 'a\ufffd' },
  ]);
});

test('a tap answers, and Telegram is told that it was heard', () => {
  const { arrivals, courtesies } = parseTelegram(bytes(fake.tapPayload(5, 'a:now_ok:2:can_write').body));
  expect(inbounds(arrivals)).toEqual([
    { kind: 'answer', step: 'now_ok', visit: 2, option: 'can_write', text: '' },
  ]);
  expect(courtesies).toEqual([{ type: 'answer-tap', tap: expect.stringMatching(/^tap-/u) as string }]);
});

const labelled = (data: string): unknown => ({
  update_id: 2,
  callback_query: {
    id: 't',
    data,
    message: {
      chat,
      message_id: 4,
      reply_markup: { inline_keyboard: [[{ text: '3 Nhắn được', callback_data: data }]] },
    },
  },
});

test('an answer says what its label said, without the digit', () => {
  expect(inbounds(factsOf(labelled('a:now_ok:1:can_write')).arrivals)).toEqual([
    { kind: 'answer', step: 'now_ok', visit: 1, option: 'can_write', text: 'Nhắn được' },
  ]);
});

test.each(['3', 'a:x', 'a:x:y:z', 'a:x:1:z:w', 'b:nobody', 'b:constructor', 'a::1:z', ''])(
  'a payload that is none of ours (%s) says what its label said',
  (payload) => {
    expect(inbounds(factsOf(labelled(payload)).arrivals)).toEqual([{ kind: 'text', text: 'Nhắn được' }]);
  },
);

test('a tap under a message that Telegram no longer shows is only acknowledged', () => {
  expect(factsOf({ update_id: 1, callback_query: { id: 't', data: 'b:sos' } })).toEqual({
    arrivals: [],
    courtesies: [{ type: 'answer-tap', tap: 't' }],
  });
});

test('who blocks the bot withdraws; who comes back says nothing yet', () => {
  expect(inbounds(told(fake.blocks(5)))).toEqual(['withdrawn']);
  const back = { update_id: 3, my_chat_member: { chat, new_chat_member: { status: 'member' } } };
  expect(factsOf(back)).toEqual({ arrivals: [], courtesies: [] });
});

test.each<[string, object]>([
  ['a message in a group', { message: { message_id: 1, chat: { id: -3, type: 'supergroup' }, text: '1' } }],
  [
    'being put into a group',
    { my_chat_member: { chat: { id: -3, type: 'group' }, new_chat_member: { status: 'member' } } },
  ],
  [
    'a tap in a group',
    { callback_query: { id: 't', data: 'b:sos', message: { chat: { id: -3, type: 'group' } } } },
  ],
])('%s: we leave without a word', (_what, fields) => {
  expect(factsOf({ update_id: 1, ...fields })).toEqual({
    arrivals: [],
    courtesies: [{ type: 'leave', group: -3 }],
  });
});

test.each<[string, unknown]>([
  [
    'being put out of a group',
    { my_chat_member: { chat: { id: -3, type: 'group' }, new_chat_member: { status: 'kicked' } } },
  ],
  ['what another bot says', { message: { message_id: 1, chat, from: { is_bot: true }, text: 'x' } }],
  ['what Telegram itself says', { message: { message_id: 1, chat, message_auto_delete_timer_changed: {} } }],
  ['a kind of update that nobody knows', { business_message: { text: 'x' } }],
  ['a message without a chat', { message: { message_id: 1, text: 'x' } }],
  ['text that is no text', { message: { message_id: 1, chat, text: 5 } }],
])('%s is nothing', (_what, fields) => {
  expect(factsOf({ update_id: 1, ...(fields as object) })).toEqual({ arrivals: [], courtesies: [] });
});

test.each(['', '{', 'null', '[]', '"x"', '{"update_id":"1"}', '\u0000\u0001'])(
  'bytes %j are nothing',
  (text) => {
    expect(parseTelegram(bytes(text))).toEqual({ arrivals: [], courtesies: [] });
  },
);
