import { expect, test } from 'vitest';
import { aConsole, aDesk, aLine, aTalk, fixtureNow, held } from '../../../src/web/console/fixtures/people.ts';
import { emptyConsole } from '../../../src/web/console/state/console-state.ts';
import { type ConsoleEvent, reduce } from '../../../src/web/console/state/reduce.ts';
import { isUnread, keptDrafts } from '../../../src/web/console/state/views.ts';

const after = (events: readonly ConsoleEvent[], start = emptyConsole) => events.reduce(reduce, start);
const desk = (change: Parameters<typeof aDesk>[0] = {}, at = fixtureNow): ConsoleEvent => ({
  type: 'frame',
  frame: aDesk(change),
  at,
});
const open = (conversation: string | null): ConsoleEvent => ({ type: 'opened', conversation });
const draft = (text: string, conversation = 'c-mai'): ConsoleEvent => ({
  type: 'drafted',
  conversation,
  text,
});
const talkFrame = (change: Parameters<typeof aTalk>[0] = {}): ConsoleEvent => ({
  type: 'frame',
  frame: aTalk(change),
  at: fixtureNow,
});

test('the server’s clock is known from every desk frame', () => {
  expect(after([desk({}, fixtureNow - 7000)]).serverOffset).toBe(7000);
});

test('the line counts as down from its first break until it is up, whatever attempts lie between', () => {
  const down = after([
    { type: 'line', status: 'up', at: 1 },
    { type: 'line', status: 'down', at: 10 },
    { type: 'line', status: 'down', at: 20 },
  ]);
  expect([down.line, down.downSince]).toEqual(['down', 10]);
  const up = reduce(down, { type: 'line', status: 'up', at: 30 });
  expect([up.line, up.downSince]).toEqual(['up', null]);
});

test('a talk frame of a conversation that is no longer opened is not shown', () => {
  const state = after([desk({ mine: [held()] }), open('c-hoa'), talkFrame()]);
  expect(state.talk).toBeNull();
});

test('switching shows nothing of the former talk while the next is on its way', () => {
  const state = after([desk({ mine: [held()] }), open('c-mai'), talkFrame(), open('c-hoa')]);
  expect([state.talk, state.opened]).toEqual([null, 'c-hoa']);
});

test('each conversation keeps its own draft', () => {
  const state = after([
    desk({ mine: [held(), held({ conversation: 'c-hoa', pseudonym: 'Đò Chiều' })] }),
    draft('cho Mai'),
    draft('cho Hoa', 'c-hoa'),
  ]);
  expect(state.drafts['c-mai']).toEqual({ pseudonym: 'Mưa Sớm', text: 'cho Mai', clientId: null });
  expect(state.drafts['c-hoa']?.text).toBe('cho Hoa');
});

test('when the claim is lost the unsent text is kept, under the pseudonym it was meant for', () => {
  const state = after([
    desk({ mine: [held()] }),
    draft('Mình nghe đây'),
    desk({ mine: [], queue: [aLine()] }),
  ]);
  expect(keptDrafts(state)).toEqual([
    ['c-mai', { pseudonym: 'Mưa Sớm', text: 'Mình nghe đây', clientId: null }],
  ]);
});

test('claimed again, the kept text is back in its composer', () => {
  const mine = desk({ mine: [held()] });
  const state = after([mine, draft('Mình nghe đây'), desk(), mine]);
  expect(keptDrafts(state)).toEqual([]);
  expect(state.drafts['c-mai']?.text).toBe('Mình nghe đây');
});

test.each<[string, ConsoleEvent]>([
  [
    'the conversation is gone',
    { type: 'frame', frame: { type: 'talk-gone', conversation: 'c-mai', why: 'erased' }, at: 0 },
  ],
  ['its composer closes as erased', talkFrame({ composer: 'erased', messages: [] })],
])('erased (%s): the unsent answer goes from the screen as well', (_how, event) => {
  const state = after([desk({ mine: [held()] }), open('c-mai'), draft('về chuyện con dao'), event]);
  expect(state.drafts).toEqual({});
});

test('a send that failed keeps the text and its id; changing the text makes it a new message', () => {
  const failed = after([
    desk({ mine: [held()] }),
    draft('Chào bạn'),
    { type: 'send-failed', conversation: 'c-mai', clientId: 'id-1' },
  ]);
  expect(failed.drafts['c-mai']).toMatchObject({ text: 'Chào bạn', clientId: 'id-1' });
  expect(reduce(failed, draft('Chào em')).drafts['c-mai']?.clientId).toBeNull();
});

test('what was sent leaves the box, but words typed meanwhile stay', () => {
  const typed = after([desk({ mine: [held()] }), draft('Chào bạn')]);
  const sent: ConsoleEvent = { type: 'sent', conversation: 'c-mai', text: 'Chào bạn' };
  expect(reduce(typed, sent).drafts).toEqual({});
  expect(after([draft('Chào bạn, mình'), sent], typed).drafts['c-mai']?.text).toBe('Chào bạn, mình');
});

test('a message taken back stands before what was typed since', () => {
  const back: ConsoleEvent = { type: 'taken-back', conversation: 'c-mai', text: 'Một' };
  const state = after([desk({ mine: [held()] }), draft('Hai'), back]);
  expect(state.drafts['c-mai']?.text).toBe('Một\nHai');
});

test.each<[string, readonly ConsoleEvent[], boolean]>([
  ['not opened', [], true],
  ['opened', [open('c-mai')], false],
  ['opened behind another window', [{ type: 'visible', visible: false }, open('c-mai')], true],
  [
    'opened, window brought to the front',
    [{ type: 'visible', visible: false }, open('c-mai'), { type: 'visible', visible: true }],
    false,
  ],
  [
    'opened, left, written to again',
    [open('c-mai'), open(null), desk({ mine: [held({ lastPersonAt: fixtureNow })] })],
    true,
  ],
])('a talk that was %s: unread %s', (_what, events, unread) => {
  const state = after([desk({ mine: [held()] }), ...events]);
  expect(state.desk?.mine.map((line) => isUnread(state, line))).toEqual([unread]);
});

test('a session that ran out and came back keeps the drafts; somebody else finds none', () => {
  const before = after([
    desk({ mine: [held()] }),
    draft('Mình nghe đây'),
    { type: 'line', status: 'down', at: 5 },
  ]);
  expect(reduce(before, desk({ mine: [held()] })).drafts['c-mai']?.text).toBe('Mình nghe đây');
  const other = { id: 's-thu', name: 'Thu', role: 'counsellor', onShift: false };
  expect(reduce(before, desk({ me: other })).drafts).toEqual({});
});

test('signing out leaves nothing behind', () => {
  const state = reduce(aConsole({ opened: 'c-mai', talk: aTalk() }), { type: 'signed-out' });
  expect(state).toEqual(emptyConsole);
});
