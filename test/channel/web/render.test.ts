import { expect, test } from 'vitest';
import type { StreamItem } from '../../../src/app/person-door.ts';
import { capabilities } from '../../../src/channel/channel.ts';
import { renderItem } from '../../../src/channel/web/render.ts';
import { webSender } from '../../../src/channel/web/send.ts';
import { choice } from '../../support/scripted-door.ts';

const item: StreamItem = {
  id: 'm1',
  position: 3,
  at: Date.UTC(2026, 10, 22, 3, 4, 5),
  from: 'bot',
  text: 'Chào bạn.\n3 nhắn được',
  bubbles: ['Chào bạn.'],
  choices: [],
  card: null,
  quiet: false,
  channelData: null,
};

test('a message of ours: the whole text, one id for all of us, what the page needs beside it', () => {
  expect(renderItem('c', { ...item, choices: [choice], card: 'held' })).toEqual({
    type: 'message',
    id: 'm1',
    timestamp: '2026-11-22T03:04:05.000Z',
    channelId: 'directline',
    conversation: { id: 'c' },
    from: { id: 'hien', role: 'bot' },
    text: 'Chào bạn.\n3 nhắn được',
    textFormat: 'plain',
    suggestedActions: {
      actions: [
        {
          type: 'messageBack',
          title: 'nhắn được',
          displayText: 'nhắn được',
          text: 'nhắn được',
          value: choice.value,
        },
      ],
    },
    channelData: {
      porch: { from: 'bot', bubbles: ['Chào bạn.'], choices: [choice], card: 'held', quiet: false },
    },
  });
});

test.each(['bot', 'system', 'counsellor'] as const)(
  'from the %s: the same sender, told apart for the page only',
  (from) => {
    const activity = renderItem('c', { ...item, from });
    expect(activity.from).toEqual({ id: 'hien', role: 'bot' });
    expect(activity.channelData).toMatchObject({ porch: { from } });
    expect(activity).not.toHaveProperty('suggestedActions');
  },
);

test('her own message comes back as her client knows it', () => {
  const channelData = { from: 'dl_7', data: { clientActivityID: 'c1', 'webchat:sequence-id': 4 } };
  const activity = renderItem('c', {
    ...item,
    from: 'person',
    text: 'em sợ',
    bubbles: ['em sợ'],
    channelData,
  });
  expect(activity).toMatchObject({
    from: { id: 'dl_7', role: 'user' },
    text: 'em sợ',
    channelData: { clientActivityID: 'c1', 'webchat:sequence-id': 4 },
  });
  expect(activity.channelData).not.toHaveProperty('porch');
});

test.each([null, undefined, 7, 'text', {}, { from: null, data: null }])(
  'an echo without channelData (%o) is still hers',
  (kept) => {
    const activity = renderItem('c', { ...item, from: 'person', channelData: kept });
    expect(activity.from).toEqual({ id: 'person', role: 'user' });
    expect(activity).not.toHaveProperty('channelData');
  },
);

test('the web is fetched: standing in the stream is delivery', () => {
  expect(webSender).toEqual({ kind: 'web', capabilities: capabilities.web, push: null });
  expect(capabilities.web.pulled).toBe(true);
});
