import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accented, fit, readSyllable } from '../../src/text/syllable.ts';
import { tokenise } from '../../src/text/tokens.ts';

const readingsOf = (word: string): readonly string[] =>
  (tokenise(word).tokens[0]?.readings ?? []).map((reading) => reading.map(accented).join(' '));
const joinedOf = (text: string): readonly string[] =>
  [...tokenise(text).joined.values()].flat().map(({ reading }) => reading.map(accented).join(' '));

describe('one syllable', () => {
  test.each([
    ['hoà', 'hoa2'],
    ['hòa', 'hoa2'],
    ['thuý', 'thuy1'],
    ['kỷ', 'ki3'],
    ['mĩ', 'mi4'],
    ['Đánh', 'đanh1'],
    ['ðánh', 'đanh1'],
    ['\u0189ánh', 'đanh1'],
    ['ấ'.normalize('NFD'), 'â1'],
    ['a\u0301\u0302', 'â1'],
    ['NGƯỜI', 'ngươi2'],
    ['cứuuuu', 'cưu1'],
    ['ｃｈế𝓽', 'chêt1'],
    ['ch\u200bết', 'chêt1'],
    ['ch\u00adết', 'chêt1'],
    ['сhết', 'chêt1'],
    ['giét', 'giêt1'],
  ])('%s reads as %s', (word, view) => {
    expect(accented(readSyllable(word))).toBe(view);
  });

  test.each([
    ['chết', 'chết', 'exact'],
    ['chet', 'chết', 'bare'],
    ['chêt', 'chết', 'bare'],
    ['chét', 'chết', 'bare'],
    ['chệt', 'chết', 'no'],
    ['của', 'cửa', 'bare'],
    ['cữa', 'cửa', 'exact'],
    ['danh', 'đánh', 'bare'],
    ['đanh', 'đánh', 'bare'],
    ['ma', 'mà', 'bare'],
    ['mà', 'ma', 'no'],
  ] as const)('%s fits %s: %s', (typed, meant, how) => {
    expect(fit(readSyllable(typed), readSyllable(meant))).toBe(how);
  });
});

describe('other readings of a word', () => {
  test.each([
    ['gieets', 'giêt1'],
    ['giets', 'giêt1'],
    ['ddanhs', 'đanh1'],
    ['chetes', 'chêt1'],
    ['nguwowif', 'ngươi2'],
    ['nguoiwf', 'ngươi2'],
    ['gie61t', 'giêt1'],
    ['d9anh1', 'đanh1'],
    ['ch3t', 'chet0'],
    ['ch*t', 'chet0'],
    ['g*i*ế*t', 'giêt1'],
    ['b0p', 'bop0'],
    ['chếtt', 'chêt1'],
    ['cuuuuu', 'cuu0'],
    ['ck', 'chông2'],
    ['ny', 'ngươi2 yêu0'],
    ['hông', 'không0'],
  ])('%s may be %s, and stays as typed', (word, view) => {
    expect(readingsOf(word)).toContain(view);
    expect(readingsOf(word)[0]).toBe(accented(readSyllable(word)));
  });

  test.each(['was', 'dans', 'list'])('%s keeps its first reading', (word) => {
    expect(readingsOf(word)[0]).toBe(`${word}0`);
  });
});

describe('broken words', () => {
  test.each([
    ['t.ự t.ử', ['tư5', 'tư3']],
    ['g-i-ế-t', ['giêt1']],
    ['c h ế t', ['chêt1']],
    ['ch.ết', ['chêt1']],
  ])('%s joins to %s', (text, views) => {
    expect(joinedOf(text)).toEqual(expect.arrayContaining(views));
  });
});

test('offsets point at the words as typed', () => {
  const text = 'Nó “Đánh” em… 3 lần, đau quá 😭';
  expect(tokenise(text).tokens.map(({ start, end }) => text.slice(start, end))).toEqual([
    'Nó',
    'Đánh',
    'em',
    '3',
    'lần',
    'đau',
    'quá',
    '😭',
  ]);
});

test('marks are judged around each word: a greeting with them does not speak for words without', () => {
  const { tokens } = tokenise('chào chị ạ. chong em cam dao duoi em');
  expect(tokens.map((token) => token.marked)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('any text is cut into words that lie in it, in order', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      let last = 0;
      for (const token of tokenise(text).tokens) {
        expect(token.start).toBeGreaterThanOrEqual(last);
        expect(token.end).toBeGreaterThan(token.start);
        expect(token.end).toBeLessThanOrEqual(text.length);
        last = token.end;
      }
    }),
  );
});
