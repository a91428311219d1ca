import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSet } from '../../src/web/chat/activity.ts';
import type { PageData } from '../../src/wire/chat.ts';
import { buttonValue } from '../../src/wire/chat.ts';

const porch: PageData = {
  from: 'counsellor',
  bubbles: ['một', 'hai'],
  choices: [
    { digit: 3, label: 'nhắn được', value: { k: 'a', s: 'now_ok', v: 1, o: 'can_write' } },
    { digit: null, label: 'Được', value: { k: 'b', b: 'contact.yes' } },
  ],
  card: 'sos.unknown',
  quiet: true,
};

test('a message of ours keeps its page data', () => {
  const set = readSet({
    activities: [{ type: 'message', id: 'a', from: { role: 'bot' }, text: 'x', channelData: { porch } }],
    watermark: '7',
  });
  expect(set.watermark).toBe('7');
  expect(set.activities).toEqual([
    { type: 'message', id: 'a', mine: false, text: 'x', value: null, clientId: null, data: porch },
  ]);
});

test('every value that the schema of the wire accepts is read as it is', () => {
  for (const { value } of porch.choices) {
    expect(buttonValue.parse(value)).toEqual(value);
    expect(readSet({ activities: [{ value }] }).activities[0]?.value).toEqual(value);
  }
});

test('the echo of a button tells what was pressed, though the server gives neither value nor words back', () => {
  const press = { label: 'Gấp', value: { k: 'b', b: 'sos' } };
  const echo = {
    type: 'message',
    id: 'm',
    from: { role: 'user' },
    text: '',
    channelData: { clientActivityID: 'c', press },
  };
  expect(readSet({ activities: [echo] }).activities[0]).toMatchObject({
    mine: true,
    text: 'Gấp',
    value: { k: 'b', b: 'sos' },
    clientId: 'c',
  });
});

test('a message without page data stands as its text', () => {
  const read = readSet({ activities: [{ type: 'message', text: 'xin chào' }] }).activities[0];
  expect(read?.data).toEqual({ from: 'bot', bubbles: ['xin chào'], choices: [], card: null, quiet: false });
});

test('a set without watermark keeps the one before; a foreign frame is an empty set', () => {
  expect(readSet({ activities: [] }).watermark).toBeNull();
  for (const frame of [null, undefined, 7, '', 'x', [], { activities: {} }])
    expect(readSet(frame).activities).toEqual([]);
});

test('no shape of an activity breaks the page', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (activities) => {
      expect(readSet({ activities }).activities).toHaveLength(activities.length);
    }),
  );
});
