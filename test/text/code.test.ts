import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf, type TypedCode } from '../../src/text/code.ts';

const digit = (kind: 'sos' | 'quiet' | 'leave' | 'person'): TypedCode => ({ kind, form: 'digit' });
const word = (kind: 'sos' | 'quiet' | 'leave' | 'person'): TypedCode => ({ kind, form: 'word' });
const answer = (value: 3 | 4 | 5 | 6 | 7 | 8): TypedCode => ({ kind: 'digit', digit: value });

describe('digits', () => {
  test.each<[string, TypedCode]>([
    ['1', digit('sos')],
    ['1.', digit('sos')],
    ['1)', digit('sos')],
    [' 1 \n', digit('sos')],
    ['số 1', digit('sos')],
    ['so 1', digit('sos')],
    ['Số 1.', digit('sos')],
    ['số 1'.normalize('NFD'), digit('sos')],
    ['１', digit('sos')],
    ['1️⃣', digit('sos')],
    ['១', digit('sos')],
    ['1!!!', digit('sos')],
    ['1 🙏', digit('sos')],
    ['\u200b1', digit('sos')],
    ['2', digit('quiet')],
    ['២', digit('quiet')],
    ['9', digit('leave')],
    ['0', digit('person')],
    ['០', digit('person')],
    ['0️⃣', digit('person')],
    ['3', answer(3)],
    ['số 4', answer(4)],
    ['5️⃣', answer(5)],
    ['៦', answer(6)],
    ['７', answer(7)],
    ['8.', answer(8)],
  ])('"%s" is a code', (text, code) => {
    expect(codeOf(text)).toEqual(code);
  });

  test.each([
    '11',
    '1 tuần',
    '1 mình',
    '1,2',
    '1 2',
    '0 có',
    '10',
    '1h',
    'số 11',
    '1/2',
    '½',
    '１１',
    '1️⃣1️⃣',
    '-',
    '',
  ])('"%s" is none', (text) => {
    expect(codeOf(text)).toBeNull();
  });
});

describe('words', () => {
  test.each<[string, TypedCode]>([
    ['gấp', word('sos')],
    ['Gấp!', word('sos')],
    ['gap', word('sos')],
    ['cứu', word('sos')],
    ['CỨU', word('sos')],
    ['cứuuuu', word('sos')],
    ['cuu', word('sos')],
    ['cuuuuu', word('sos')],
    ['cứu với', word('sos')],
    ['cuu voi', word('sos')],
    ['cứu vớiii', word('sos')],
    ['sos', word('sos')],
    ['S.O.S', word('sos')],
    ['help', word('sos')],
    ['HELP!!!', word('sos')],
    ['heeelp', word('sos')],
    ['🆘', word('sos')],
    ['🆘🆘🆘', word('sos')],
    ['111', word('sos')],
    ['113', word('sos')],
    ['114.', word('sos')],
    ['１１５', word('sos')],
    ['bận', word('quiet')],
    ['Bận.', word('quiet')],
    ['ban', word('quiet')],
    ['thoát', word('leave')],
    ['thoat', word('leave')],
    ['Gặp người trực', word('person')],
    ['gặp cô chú trực', word('person')],
  ])('"%s" is a code', (text, code) => {
    expect(codeOf(text)).toEqual(code);
  });

  test.each([
    'gặp',
    'bạn',
    'bán',
    'bàn',
    'gấp quần áo',
    'em bận',
    'thoát khỏi đây',
    '112',
    '1113',
    'cứu hộ',
    'helpful',
    'số',
    'em',
  ])('"%s" is none', (text) => {
    expect(codeOf(text)).toBeNull();
  });
});

test('any text gets an answer, and a long one none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const code = codeOf(text);
      expect(code === null || text.length <= 80).toBe(true);
    }),
  );
});
