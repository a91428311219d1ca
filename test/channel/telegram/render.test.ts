import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dispatch } from '../../../src/app/channel-port.ts';
import { payloadOf, tapOf } from '../../../src/channel/telegram/payload.ts';
import { renderTelegram } from '../../../src/channel/telegram/render.ts';
import { isFromTelegram } from '../../../src/channel/telegram/verify.ts';
import { fixedButtons } from '../../../src/conversation/inbound.ts';
import { faultOfMessage } from '../../../src/simulator/fakes/telegram-rules.ts';

const choice = (digit: number | null, label: string, option = 'yes') => ({
  digit,
  label,
  value: { k: 'a', s: 'now_ok', v: 1, o: option },
});
const leave = { digit: null, label: 'Thoát', value: { k: 'b', b: 'leave' } };
const said = (but: Partial<Dispatch> = {}) => ({
  bubbles: ['Chào bạn.', 'Bây giờ bạn nhắn có tiện không?'],
  telling: [false, false],
  choices: [choice(3, 'Có'), choice(4, 'Không', 'no')],
  fixed: [leave],
  quiet: false,
  plain: false,
  ...but,
});

test('bubbles are one message, answers are buttons with their digits, what is always there stands at the foot', () => {
  expect(renderTelegram(said())).toEqual([
    {
      text: 'Chào bạn.\n\nBây giờ bạn nhắn có tiện không?',
      reply_markup: {
        inline_keyboard: [
          [{ text: '3 Có', callback_data: 'a:now_ok:1:yes' }],
          [{ text: '4 Không', callback_data: 'a:now_ok:1:no' }],
          [{ text: 'Thoát', callback_data: 'b:leave' }],
        ],
      },
      link_preview_options: { is_disabled: true },
    },
  ]);
});

test('a label too long for one line is written out as well', () => {
  const long = 'Người nhà, vợ chồng, người yêu làm mình sợ hoặc đau';
  const [part] = renderTelegram(said({ choices: [choice(3, long)] }));
  expect(part?.text).toContain(`\n\n3 ${long}`);
  expect(part?.reply_markup?.inline_keyboard[0]?.[0]?.text).toBe(`3 ${long}`);
});

test('a payload too long for a button leaves the numbers in the text', () => {
  const [part] = renderTelegram(said({ choices: [choice(3, 'Có', 'x'.repeat(60))] }));
  expect(part?.text).toContain('3 Có');
  expect(JSON.stringify(part?.reply_markup)).not.toContain('Có');
});

test('in quiet mode: no button, no sound, hidden, not to be forwarded', () => {
  expect(
    renderTelegram(said({ bubbles: ['Vâng. 113'], telling: [false], choices: [], fixed: [], quiet: true })),
  ).toEqual([
    {
      text: 'Vâng. 113',
      entities: [{ type: 'spoiler', offset: 0, length: 9 }],
      disable_notification: true,
      protect_content: true,
      link_preview_options: { is_disabled: true },
    },
  ]);
});

test('only the telling bubble is hidden, and nothing is protected outside quiet mode', () => {
  const [part] = renderTelegram(
    said({ bubbles: ['Cảm ơn bạn.', 'Bị bóp cổ thì đi khám.'], telling: [false, true] }),
  );
  expect(part?.entities).toEqual([{ type: 'spoiler', offset: 13, length: 22 }]);
  expect(part).not.toHaveProperty('protect_content');
});

test('plainly: text alone, the numbers in it', () => {
  const [part] = renderTelegram(said({ plain: true }));
  expect(part?.text).toContain('3 Có\n4 Không');
  expect(part).not.toHaveProperty('reply_markup');
});

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 3000 })
  .filter((value) => value.trim() !== '');
const dispatches = fc.record({
  bubbles: fc.array(text, { minLength: 1, maxLength: 4 }),
  telling: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  choices: fc.array(
    fc.record({
      digit: fc.option(fc.integer({ min: 3, max: 8 })),
      label: fc.string({ minLength: 1, maxLength: 80 }).filter((value) => value.trim() !== ''),
      value: fc.record({
        k: fc.constant('a'),
        s: fc.stringMatching(/^\w{1,40}$/u),
        v: fc.nat(99),
        o: fc.stringMatching(/^\w{1,40}$/u),
      }),
    }),
    { maxLength: 14 },
  ),
  quiet: fc.boolean(),
  plain: fc.boolean(),
});

test('whatever is said, Telegram takes it, and every answer can be given', () => {
  fc.assert(
    fc.property(dispatches, (random) => {
      const parts = renderTelegram({ ...random, fixed: random.quiet ? [] : [leave] });
      expect(parts.length).toBeGreaterThan(0);
      for (const part of parts) expect(faultOfMessage({ ...part })).toBeNull();
      const shown = parts.map((part) => part.text + JSON.stringify(part.reply_markup ?? '')).join('\n');
      for (const { label } of random.choices)
        expect(shown.includes(label) || shown.includes(JSON.stringify(label).slice(1, -1))).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('what a button sends back is what stood behind it, and never a bare digit', () => {
  for (const button of fixedButtons) {
    const payload = payloadOf({ value: { k: 'b', b: button } }) ?? '';
    expect(payload).not.toMatch(/^\d$/u);
    expect(tapOf(payload, '')).toEqual({ kind: 'button', button });
  }
  expect(tapOf(payloadOf(choice(3, 'Có')) ?? '', 'Có')).toEqual({
    kind: 'answer',
    step: 'now_ok',
    visit: 1,
    option: 'yes',
    text: 'Có',
  });
});

test.each<[string, Record<string, string>, boolean]>([
  ['the secret', { 'x-telegram-bot-api-secret-token': 'a-secret' }, true],
  ['one wrong byte', { 'x-telegram-bot-api-secret-token': 'a-secreT' }, false],
  ['a longer one', { 'x-telegram-bot-api-secret-token': 'a-secret ' }, false],
  ['nothing in it', { 'x-telegram-bot-api-secret-token': '' }, false],
  ['no header', {}, false],
])('a request with %s comes from Telegram: %o', (_what, headers, isTheirs) => {
  expect(isFromTelegram({ headers }, 'a-secret')).toBe(isTheirs);
});
