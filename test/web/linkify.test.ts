import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkify } from '../../src/web/chat/linkify.ts';

const dialled = (text: string): (string | undefined)[] =>
  linkify(text)
    .filter((piece) => piece.tel !== undefined)
    .map((piece) => piece.tel);

test.each<[string, string[]]>([
  ['Gọi 113 ngay nếu gọi được. Bị thương, khó thở: 115.', ['113', '115']],
  ['113 · 115 · 111', ['113', '115', '111']],
  ['Gọi được thì 113; đang ở nước ngoài: +84 981 84 84 84.', ['113', '+84981848484']],
  ['Tổng đài 1800 8077 hoặc 18001769, hay 1900 54 55 59', ['18008077', '18001769', '1900545559']],
  ['024 3333 5599, 096 306 1414', ['02433335599', '0963061414']],
  ['0912 345 678 115', ['0912345678', '115']],
  ['113!', ['113']],
])('in %j the numbers %j may be tapped', (text, numbers) => {
  expect(dialled(text)).toEqual(numbers);
});

test.each([
  'nhà số 1134',
  'A113',
  '113a',
  'ngày 11.11.2026',
  '1.113 đồng',
  '111.000 đồng',
  '113/2024',
  'mã 90113',
  'nhắn 0, rồi 9',
  '+113',
  '',
])('in %j there is nothing to dial', (text) => {
  expect(dialled(text)).toEqual([]);
});

test('the pieces joined are the text again', () => {
  const word = fc.constantFrom('113', '0912345678', '+84 981 84 84 84', 'a', '<b>', ' ', '.', '1', '0');
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const text = words.join('');
      const pieces = linkify(text);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      for (const piece of pieces) expect(piece.tel ?? '0').toMatch(/^\+?\d+$/);
    }),
  );
});
