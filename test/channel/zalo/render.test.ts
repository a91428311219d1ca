import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitText } from '../../../src/channel/split.ts';
import { readPayload } from '../../../src/channel/zalo/payload.ts';
import { renderZalo } from '../../../src/channel/zalo/render.ts';
import { fixedButtons } from '../../../src/conversation/inbound.ts';
import { codeOf } from '../../../src/text/code.ts';

const choice = (digit: number | null, label: string) => ({
  digit,
  label,
  value: { k: 'a', s: 'weapon', v: 1, o: 'today' },
});

const nothing = {
  bubbles: [],
  choices: [],
  fixed: [],
  neutral: '113 · 115 · 111',
  quiet: false,
  plain: false,
};
const sos = { digit: null, label: 'Gấp', value: { k: 'b', b: 'sos' } };

describe('rendering', () => {
  test('bubbles become one message, choices numbered lines', () => {
    const [message, ...rest] = renderZalo(
      {
        ...nothing,
        bubbles: ['Một.', 'Hai?'],
        choices: [choice(3, 'có'), choice(4, 'không'), choice(8, 'bỏ qua')],
      },
      false,
    );
    expect(rest).toEqual([]);
    expect(message).toEqual({ text: 'Một.\n\nHai?\n\n3 có\n4 không\n8 bỏ qua' });
  });

  test('with the setting the numbered lines stay and buttons stand below the last piece', () => {
    const choices = [3, 4, 5, 6, 7, 8].map((digit) => choice(digit, `câu ${String(digit)}`));
    const pieces = renderZalo({ ...nothing, bubbles: ['Dài. '.repeat(500), 'Hỏi?'], choices }, true);
    expect(pieces.length).toBe(2);
    expect(pieces[0]?.attachment).toBeUndefined();
    expect(pieces[1]?.text).toContain('\n8 câu 8');
    const buttons = pieces[1]?.attachment?.payload.buttons ?? [];
    expect(buttons).toHaveLength(5);
    expect(new Set(buttons.map(({ type }) => type))).toEqual(new Set(['oa.query.hide']));
  });

  test('where there is room the buttons of every screen stand behind the answers', () => {
    const titles = (fields: object) =>
      renderZalo({ ...nothing, bubbles: ['Hỏi?'], choices: [choice(3, 'có')], fixed: [sos], ...fields }, true)
        .at(-1)
        ?.attachment?.payload.buttons.map(({ title }) => title);
    expect(titles({})).toEqual(['có', 'Gấp']);
    expect(titles({ quiet: true })).toBeUndefined();
    expect(titles({ plain: true })).toBeUndefined();
  });

  test('a choice without a digit stands on a button only', () => {
    const [message] = renderZalo({ ...nothing, bubbles: ['Hỏi?'], choices: [choice(null, 'khác')] }, false);
    expect(message).toEqual({ text: 'Hỏi?' });
  });

  test('a message without words is its neutral twin', () => {
    expect(renderZalo({ ...nothing, bubbles: [' '] }, true)).toEqual([{ text: '113 · 115 · 111' }]);
  });

  test('a payload is no code, no digit, tells nothing, fits, and comes back', () => {
    const values = [
      ...fixedButtons.map((b) => ({ k: 'b', b })),
      { k: 'a', s: 'x'.repeat(64), v: 12, o: 'y'.repeat(64) },
    ];
    expect(values.length).toBeGreaterThan(10);
    for (const value of values) {
      const label = 'Đang bị đánh '.repeat(12);
      const [message] = renderZalo(
        { ...nothing, bubbles: ['?'], choices: [{ digit: 3, label, value }] },
        true,
      );
      const [button] = message?.attachment?.payload.buttons ?? [];
      const payload = button?.payload ?? '';
      expect(codeOf(payload)).toBeNull();
      expect(payload).toMatch(/^porch\.[\w-]+$/u);
      expect(payload.length).toBeLessThanOrEqual(1000);
      expect(button?.title.length).toBeLessThanOrEqual(100);
      expect(readPayload(payload)).not.toBeNull();
    }
  });
});

describe('splitting', () => {
  test.each<[string, string, number, readonly string[]]>([
    ['what fits stays whole', 'Một. Hai.', 20, ['Một. Hai.']],
    ['between lines', 'Dòng một\nDòng hai nữa', 14, ['Dòng một', 'Dòng hai nữa']],
    ['behind a sentence', 'Câu một đây. Câu hai đây.', 16, ['Câu một đây.', 'Câu hai đây.']],
    ['at a space', 'một hai ba bốn', 8, ['một hai', 'ba bốn']],
    ['inside a word only where there is no other way', 'aaaaaaaaaa', 4, ['aaaa', 'aaaa', 'aa']],
    ['never inside a character', '🆘🆘🆘', 3, ['🆘', '🆘', '🆘']],
  ])('%s', (_name, text, longest, expected) => {
    expect(splitText(text, longest)).toEqual(expected);
  });

  test('loses nothing but space, and every piece fits', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.integer({ min: 10, max: 60 }),
        (text, longest) => {
          const pieces = splitText(text, longest);
          expect(pieces.every((piece) => piece.length <= longest && piece !== '')).toBe(true);
          const bare = (words: string) => words.replaceAll(/\s/gu, '');
          expect(bare(pieces.join(''))).toBe(bare(text));
        },
      ),
    );
  });
});
