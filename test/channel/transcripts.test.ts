import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Arrival } from '../../src/app/channel-door.ts';
import type { Dispatch } from '../../src/app/channel-port.ts';
import { wordsOf } from '../../src/app/wording.ts';
import { parseActivity } from '../../src/channel/activity/parse.ts';
import { renderActivity } from '../../src/channel/activity/render.ts';
import { capabilities } from '../../src/channel/channel.ts';
import { parseTelegram } from '../../src/channel/telegram/parse.ts';
import { payloadOf as telegramPayload } from '../../src/channel/telegram/payload.ts';
import { renderTelegram } from '../../src/channel/telegram/render.ts';
import { arrivalsOf } from '../../src/channel/zalo/arrivals.ts';
import { parseEvent } from '../../src/channel/zalo/parse.ts';
import { payloadOf as zaloPayload } from '../../src/channel/zalo/payload.ts';
import { renderZalo } from '../../src/channel/zalo/render.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import type { Bubble, Outbound } from '../../src/conversation/outbound.ts';
import type { Turn } from '../../src/conversation/turn.ts';
import { faultOfMessage } from '../../src/simulator/fakes/telegram-rules.ts';
import { shippedContent } from '../support/content.ts';
import { type Carrier, replay } from '../support/transcript.ts';

/*
 * Every golden conversation over every channel: her lines through the vendor's wire and back, ours within its limits,
 * and the same levels, queue entries and sentences as on the page.
 */

const content = shippedContent();
const folder = 'test/transcripts/vi';
const files = readdirSync(folder).filter((name) => name.endsWith('.md'));

/** Conversations that are about one channel, which they name themselves. */
const aboutOne = (transcript: string): boolean => /^= channel /mu.test(transcript);

/** Conversations in which a flow itself asks by channel, with the reason. */
const byDesign: Readonly<Record<string, string>> = {
  'page-reading.md': 'a plan is read on the page at once, on a messenger after a warning that it stays there',
};
const readTranscript = (name: string): string => readFileSync(`${folder}/${name}`, 'utf8');
const everywhere = files.filter((name) => !(name in byDesign) && !aboutOne(readTranscript(name)));

type Media = Extract<Inbound, { kind: 'media' }>['media'];
type Value = Readonly<Record<string, string | number>>;

const valueOf = (inbound: Extract<Inbound, { kind: 'answer' | 'button' }>): Value =>
  inbound.kind === 'button'
    ? { k: 'b', b: inbound.button }
    : { k: 'a', s: inbound.step, v: inbound.visit, o: inbound.option };

/** The one message of a vendor's event, in our words again. */
function onlyInbound(arrivals: readonly Arrival[]): Inbound {
  const [arrival, ...others] = arrivals;
  if (arrival?.event.type !== 'message' || others.length > 0) throw new Error('Not one message.');
  return arrival.event.inbound;
}

interface Wire {
  readonly kind: Carrier['kind'];
  readonly carry: (inbound: Inbound) => Inbound;
  /** Puts a message on the wire; throws where it breaks a rule of the vendor. */
  readonly put: (dispatch: Dispatch) => void;
}

const chat = { id: 7, type: 'private', first_name: 'Lan' };
const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const telegramMedia: Readonly<Record<Media, object>> = {
  picture: { photo: [{ file_id: 'f' }] },
  voice: { voice: { file_id: 'f' } },
  video: { video: { file_id: 'f' } },
  sticker: { sticker: { file_id: 'f' } },
  file: { document: { file_id: 'f' } },
  location: { location: { latitude: 1, longitude: 2 } },
  other: { contact: { phone_number: '1' } },
};

const telegram: Wire = {
  kind: 'telegram',
  carry(inbound) {
    const update = (fields: object): Uint8Array => bytes({ update_id: 1, ...fields });
    const message = (fields: object): Uint8Array => update({ message: { message_id: 1, chat, ...fields } });
    const tap = (value: Value): Uint8Array =>
      update({
        callback_query: { id: 't', data: telegramPayload({ value }), message: { chat, message_id: 1 } },
      });
    switch (inbound.kind) {
      case 'text':
        return onlyInbound(parseTelegram(message({ text: inbound.text })).arrivals);
      case 'media':
        return onlyInbound(parseTelegram(message(telegramMedia[inbound.media])).arrivals);
      case 'answer':
      case 'button':
        return onlyInbound(parseTelegram(tap(valueOf(inbound))).arrivals);
    }
  },
  put(dispatch) {
    const parts = renderTelegram(dispatch);
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) expect(faultOfMessage({ ...part })).toBeNull();
    const shown = parts
      .flatMap(({ text, reply_markup: keyboard }) => [
        text,
        ...(keyboard?.inline_keyboard.flat() ?? []).map((button) => button.text),
      ])
      .join('\n');
    for (const { label } of dispatch.choices) expect(shown).toContain(label);
  },
};

const zaloMedia: Readonly<Record<Media, string>> = {
  picture: 'image',
  voice: 'audio',
  video: 'video',
  sticker: 'sticker',
  file: 'file',
  location: 'location',
  other: 'business_card',
};

const zalo: Wire = {
  kind: 'zalo',
  carry(inbound) {
    const event = (name: string, message: object): Inbound => {
      const value = {
        app_id: '1',
        event_name: name,
        sender: { id: 'u-1' },
        recipient: { id: 'oa-1' },
        message: { msg_id: 'm-1', ...message },
        timestamp: '1700000000000',
      };
      return onlyInbound(arrivalsOf(parseEvent(value), { isOurs: () => false }));
    };
    switch (inbound.kind) {
      case 'text':
        return event('user_send_text', { text: inbound.text });
      case 'media':
        return event(`user_send_${zaloMedia[inbound.media]}`, {});
      case 'answer':
        return event('user_send_text', { text: zaloPayload(valueOf(inbound), inbound.text) });
      case 'button':
        return event('user_send_text', { text: zaloPayload(valueOf(inbound), '') });
    }
  },
  put(dispatch) {
    const parts = renderZalo(dispatch, false);
    expect(parts.length).toBeGreaterThan(0);
    const shown = parts.map(({ text }) => text).join('\n');
    for (const { text } of parts) expect(text.length).toBeLessThanOrEqual(capabilities.zalo.longestText);
    // Without buttons a number is the way: every choice that has one is written out.
    for (const { digit, label } of dispatch.choices)
      if (digit !== null) expect(shown).toContain(`${String(digit)} ${label}`);
  },
};

const activityMedia: Readonly<Record<Media, string>> = {
  picture: 'image/jpeg',
  voice: 'audio/ogg',
  video: 'video/mp4',
  sticker: 'application/octet-stream',
  file: 'application/pdf',
  location: 'other',
  other: 'other',
};

const activity: Wire = {
  kind: 'activity',
  carry(inbound) {
    const message = (fields: object): Inbound =>
      onlyInbound(
        parseActivity(
          bytes({
            type: 'message',
            id: 'a',
            channelId: 'facebook',
            serviceUrl: 'https://service.example/',
            from: { id: 'her', name: 'Lan' },
            recipient: { id: 'us' },
            conversation: { id: 'c' },
            ...fields,
          }),
          ['service.example'],
          () => '',
        ).arrivals,
      );
    switch (inbound.kind) {
      case 'text':
        return message({ text: inbound.text });
      case 'media':
        return message({ attachments: [{ contentType: activityMedia[inbound.media] }] });
      case 'answer':
        return message({ text: inbound.text, value: valueOf(inbound) });
      case 'button':
        return message({ value: valueOf(inbound) });
    }
  },
  put(dispatch) {
    const parts = renderActivity(dispatch);
    expect(parts.length).toBeGreaterThan(0);
    const shown = parts.map(({ text }) => text).join('\n');
    for (const { text } of parts) expect(text.length).toBeLessThanOrEqual(capabilities.activity.longestText);
    for (const { label } of dispatch.choices) expect(shown).toContain(label);
  },
};

/** What a turn came to, as far as it must be the same everywhere. */
type Fact = string;

function factsOf({ after, effects }: Turn): readonly Fact[] {
  return [
    `level ${after.assessment.level} of ${after.assessment.highest}`,
    `owner ${after.custody.state}${after.custody.quiet ? ', quiet' : ''}, gone ${after.custody.gone}`,
    ...effects.flatMap((effect): Fact[] => {
      if (effect.type === 'queue') return [`queue ${JSON.stringify(effect.entry)}`];
      if (effect.type === 'page') return [`page ${effect.target} ${effect.why}`];
      if (effect.type === 'send') return said(effect.message);
      return effect.type === 'erase' ? ['erase'] : [];
    }),
  ];
}

const said = ({ sender, bubbles, choices }: Outbound): Fact[] => {
  const keys = bubbles.map(keyOf).filter((key) => !ownOfChannel.test(key));
  const offered = choices.map(({ label }) => label).filter((label) => !ownOfChannel.test(label));
  return keys.length === 0 ? [] : [`${sender} says ${keys.join(' ')} [${offered.join(' ')}]`];
};

const keyOf = (bubble: Bubble): string =>
  bubble.kind === 'text' ? bubble.key : bubble.kind === 'words' ? bubble.words : bubble.number;

/**
 * What differs by design: the truth about each channel, how deleting works there, quiet words where nothing can be sent
 * without a sound (safety-content §3.3), and advice about the very app.
 */
const ownOfChannel = /^system:(?:privacy|delete\.(?:ask\.|remains|steps|device))|^system:quiet\.text$|phone/u;

function play(transcript: string, wire: Wire | null): readonly Fact[] {
  const facts: Fact[] = [];
  replay(transcript, {
    kind: wire?.kind ?? 'web',
    carry: (inbound) => wire?.carry(inbound) ?? inbound,
    hear(turn) {
      facts.push(...factsOf(turn));
      for (const effect of turn.effects)
        if (effect.type === 'send') wire?.put(dispatchOf(effect.message, turn));
    },
  });
  return facts;
}

const parts = {
  catalogue: content.catalogue,
  placeholders: (now: number) => ({ ...content.directory.placeholders(now), page: 'https://hien.example' }),
  report: (fault: string, cause?: unknown) => {
    throw new Error(fault, { cause });
  },
};

function dispatchOf(message: Outbound, { after }: Turn): Dispatch {
  const { bubbles, choices } = wordsOf(parts as never, message, 'vi', 0);
  const { quiet } = after.custody;
  const leave = { digit: null, label: 'Thoát', value: { k: 'b', b: 'leave' } };
  return {
    message: 'm',
    conversation: 'c',
    address: '7',
    from: message.sender,
    why: message.why,
    card: message.card,
    bubbles,
    telling: bubbles.map(() => false),
    choices,
    fixed: quiet ? [] : [leave],
    neutral: '113',
    quiet,
    plain: false,
    partsSent: 0,
    attempts: 0,
    lastPersonAt: 0,
  };
}

test('there are conversations, and nearly all are the same everywhere', () => {
  expect(everywhere.length).toBeGreaterThan(60);
  expect(everywhere.length).toBeGreaterThan(files.length * 0.75);
});

test.each(Object.keys(byDesign))('%s still differs by channel', (name) => {
  expect(play(readTranscript(name), telegram)).not.toEqual(play(readTranscript(name), null));
});

for (const wire of [telegram, zalo, activity]) {
  test.each(everywhere)(`${wire.kind}: %s`, (name) => {
    const onPage = play(readTranscript(name), null);
    expect(onPage.length).toBeGreaterThan(0);
    expect(play(readTranscript(name), wire)).toEqual(onPage);
  });
}
