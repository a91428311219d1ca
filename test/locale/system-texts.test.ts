import { describe, expect, test } from 'vitest';
import { cardBubbles, cards, forChild, type SystemKey } from '../../src/locale/system-keys.ts';
import type { CardKind } from '../../src/risk/trigger.ts';
import { catalogueOnDisk, textsOf } from '../support/catalogue.ts';
import { checkText, type MessageKind } from '../support/message-rules.ts';

const texts = textsOf('vi', 'system');
const keys = Object.keys(texts);
const kinds = Object.keys(cards) as CardKind[];
const numbers = { police: '113', ambulance: '115', fire: '114', child_line: '111' };

/** Answers to SOS, to danger and in the keypad: read because they were asked for, so they may name danger. */
const asked: ReadonlySet<string> = new Set(
  [
    ...kinds.flatMap((kind) => [
      ...cards[kind],
      ...cardBubbles(kind, { child: true, imminent: false, fire: false }),
    ]),
    ...kinds.flatMap((kind) => cardBubbles(kind, { child: true, imminent: true, fire: true })),
    ...kinds.flatMap((kind) => cardBubbles(kind, { child: false, imminent: true, fire: true })),
  ].map((key) => key.slice('system:'.length)),
);

function kindOf(key: string): MessageKind {
  if (key.startsWith('button.') || key.startsWith('service.')) return 'label';
  if (asked.has(key) || key.startsWith('sos.')) return 'card';
  return 'bubble';
}

/** Rules that a text breaks knowingly. The base copy of safety-content §4.2 and §4.3 decides where it differs. */
const exempt: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'assault.2': { 'telephone number in the text': 'base copy §4.3: “120 giờ” is a time' },
  'button.contact.no': { '“mình” on a button': 'base copy §4.3: here the person speaks of herself' },
  'human.open': { 'pretends to be human': 'prepared for the counsellor, who is one' },
  'human.open.child': { 'pretends to be human': 'prepared for the counsellor, who is one' },
  'media.picture': {
    'telling word in the preview: “Ảnh riêng tư”':
      'base copy §4.3: the direct answer to a picture that was sent',
  },
};
describe('the rules of wording (safety-content §4.1)', () => {
  test.each(keys.map((key) => [key, texts[key] ?? ''] as const))('%s “%s”', (key, text) => {
    const allowed = exempt[key] ?? {};
    const faults = checkText(text, kindOf(key)).filter((fault) => allowed[fault] === undefined);
    expect(faults).toEqual([]);
  });

  test('no exemption outlives its reason', () => {
    const unused = Object.entries(exempt).flatMap(([key, reasons]) => {
      const faults = checkText(texts[key] ?? '', kindOf(key));
      return Object.keys(reasons).filter((fault) => !faults.includes(fault));
    });
    expect(unused).toEqual([]);
  });

  test('quiet texts hold no name, no topic and at most digits', () => {
    const quiet = keys.filter(
      (key) => key.startsWith('quiet.') || key === 'sos.quiet' || key === 'sos.plain',
    );
    expect(quiet.map((key) => [key, texts[key]])).toEqual([
      ['quiet.ack', 'Vâng, khi nào rảnh bạn nhắn lại nhé.'],
      ['quiet.sos', 'Vâng. {police} · {ambulance} · {child_line}'],
      ['quiet.text', 'Vâng. Rảnh thì 3, gấp thì 1.'],
      ['sos.plain', '{police} · {ambulance} · {child_line}'],
      ['sos.quiet', '{police} · {ambulance} · {child_line}'],
    ]);
  });

  test('no waiting line says when, or that somebody will come', () => {
    const waiting = keys.filter((key) => key.startsWith('wait.') && !key.includes('nobody'));
    expect(waiting.length).toBeGreaterThan(8);
    const certain = /\d+ (?:phút|giây)|sẽ (?:vào|tới|nhắn|trả lời)|ngay lập tức|sắp (?:vào|tới)/u;
    expect(waiting.filter((key) => certain.test(texts[key] ?? ''))).toEqual([]);
  });
});

describe('words for a child', () => {
  const saysBan = /(?:^|\P{L})bạn(?!\p{L})/iu;
  /** Texts that say *bạn* and have no other wording, with the reason. */
  const alone: Readonly<Record<string, string>> = {
    'ask.words': 'an appointment of an adult with the counsellor',
    'delete.done.activity': 'said where nothing is known any more, not even who wrote',
    'delete.done.zalo': 'said where nothing is known any more, not even who wrote',
    'first.chat': 'comes before anybody has said how old they are',
    'human.handover': 'prepared for the counsellor, who chooses the words',
    'job.abroad': 'advice about work',
    'privacy.activity.without.page': 'reached only through privacy.activity, which has one',
    'privacy.telegram.without.page': 'reached only through privacy.telegram, which has one',
    'privacy.zalo.without.page': 'reached only through privacy.zalo, which has one',
    'quiet.ack': 'must read like a friend’s message to anybody',
    'wait.nobody.calm.without.hour': 'reached only through wait.nobody.calm, which has one',
    'wait.page': 'a note on the page',
    unwritable: 'nothing can be read then, not even who writes',
  };

  test('every text that says bạn has one, or a reason', () => {
    const without = keys
      .filter(
        (key) => saysBan.test(texts[key] ?? '') && forChild(`system:${key}` as SystemKey) === `system:${key}`,
      )
      .filter((key) => !(key in alone));
    expect(without).toEqual([]);
  });

  test('none of them says bạn or người trực to a child', () => {
    const spoken = [...new Set(keys.map((key) => forChild(`system:${key}` as SystemKey)))].filter((key) =>
      /\.child(?:\.|$)/.test(key),
    );
    expect(spoken.length).toBeGreaterThan(40);
    const wrong = spoken.filter((key) => saysBan.test(texts[key.slice('system:'.length)] ?? ''));
    expect(wrong).toEqual([]);
  });

  test('every wording for a child is reached', () => {
    const reached = new Set<string>(keys.map((key) => forChild(`system:${key}` as SystemKey)));
    expect(keys.filter((key) => key.endsWith('.child') && !reached.has(`system:${key}`))).toEqual([]);
  });
});

describe('emergency cards', () => {
  const catalogue = catalogueOnDisk();
  const shown = (kind: CardKind, child: boolean, imminent: boolean): readonly string[] =>
    cardBubbles(kind, { child, imminent, fire: false }).map((key) => {
      const { text, missing } = catalogue.render(key, 'vi', numbers);
      expect(missing).toBe(false);
      return text;
    });

  test('there are all of them', () => expect(kinds).toHaveLength(19));

  test.each(kinds)('%s renders with the numbers alone, in at most two bubbles', (kind) => {
    for (const child of [false, true]) {
      for (const imminent of [false, true])
        expect(shown(kind, child, imminent).length).toBeLessThanOrEqual(2);
    }
  });

  test.each<CardKind>([
    'unknown',
    'medical',
    'held',
    'suicide',
    'mayharm',
    'third',
    'child',
    'strangle',
    'assault',
  ])('danger now: %s holds a number that answers now', (kind) => {
    for (const child of [false, true]) expect(shown(kind, child, true).join('\n')).toMatch(/11[135]/);
  });

  test('flames and petrol add the fire brigade', () => {
    expect(cardBubbles('unknown', { child: false, imminent: true, fire: true })).toEqual([
      'system:sos.unknown',
      'system:fire',
    ]);
    expect(catalogue.render('system:fire', 'vi', numbers).text).toBe('Có lửa, có xăng: 114.');
  });

  test('without a tested number abroad the card leaves it out', () => {
    expect(catalogue.render('system:sos.held', 'vi', numbers).text.split('\n')[1]).toBe('Gọi được thì 113.');
    const known = catalogue.render('system:sos.held', 'vi', { ...numbers, abroad: '+84 981 84 84 84' });
    expect(known.text.split('\n')[1]).toBe('Gọi được thì 113; đang ở nước ngoài: +84 981 84 84 84.');
  });
});

describe('when nobody is there', () => {
  const { render } = catalogueOnDisk();
  const start = 'Giờ này không có người trực trả lời tin. Gọi được ngay: 113 công an · 115 cấp cứu';
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['system:wait.nobody', { numbers: '111 trẻ em' }, `${start} · 111 trẻ em.`],
    ['system:wait.nobody', {}, `${start}.`],
    [
      'system:wait.nobody.hours',
      { numbers: '111 trẻ em', hour: '7:00' },
      `${start} · 111 trẻ em. 7:00 người trực vào lại.`,
    ],
    ['system:wait.nobody.hours', { numbers: '111 trẻ em' }, `${start} · 111 trẻ em.`],
    ['system:wait.nobody.hours', { hour: '7:00' }, `${start}. 7:00 người trực vào lại.`],
    ['system:wait.nobody.hours', {}, `${start}.`],
    ['system:wait.nobody.calm', {}, 'Giờ này chưa có người trực. Bạn muốn sao?'],
  ])('%s with %j', (key, known, text) => {
    expect(render(key, 'vi', { ...numbers, ...known })).toEqual({ text, language: 'vi', missing: false });
  });
});
