import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { categories } from '../../src/risk/category.ts';
import { isAtLeast, riskLevels } from '../../src/risk/level.ts';
import { masked, type Opinion, signalOf } from '../../src/risk/second-opinion.ts';

const says = (
  level: Opinion['level'],
  quote = 'hôm nay về muộn',
  about: Opinion['categories'] = [],
): Opinion => ({
  level,
  categories: about,
  quote,
});
const words = 'Hôm nay  về muộn là ảnh lại khóa cửa';

describe('what may leave the house', () => {
  test.each([
    ['a telephone number', 'gọi em 0912 345 678 nhé', 'gọi em [number] nhé'],
    ['a number with a country code', 'số +84-981.848.484', 'số [number]'],
    ['an identity number', 'căn cước 034198001234', 'căn cước [number]'],
    ['a mail address', 'mail lan.anh@example.vn đó', 'mail [mail] đó'],
    ['a link', 'coi https://example.vn/a?b=c đi', 'coi [link] đi'],
    ['an emergency number stays', 'gọi 113 không được', 'gọi 113 không được'],
    ['ages and hours stay', 'con 12 tuổi, 9h30 tối', 'con 12 tuổi, 9h30 tối'],
  ])('%s', (_, given, left) => {
    expect(masked(given)).toBe(left);
  });

  test('a long message is cut, and broken text is made whole', () => {
    expect(masked('a'.repeat(9000)).length).toBe(2000);
    expect(masked('\uD800 cứu').isWellFormed()).toBe(true);
  });
});

describe('what an opinion comes to', () => {
  test.each([
    ['high with a quote of her words is high', says('high'), 'none', 'high'],
    ['imminent is high at most', says('imminent'), 'none', 'high'],
    ['high without a true quote is one level more', says('high', 'nó dọa giết'), 'low', 'medium'],
    ['imminent with an empty quote is one level more', says('imminent', ' '), 'medium', 'high'],
    ['medium is medium', says('medium'), 'low', 'medium'],
  ] as const)('%s', (_, opinion, standing, level) => {
    expect(signalOf(opinion, words, standing)).toMatchObject({ level, source: 'model' });
  });

  test.each([
    ['none', says('none'), 'none'],
    ['low', says('low'), 'none'],
    ['what stands already', says('high'), 'high'],
    ['less than what stands', says('medium'), 'imminent'],
    ['one level above nothing, unproven', says('high', 'không có'), 'none'],
  ] as const)('%s changes nothing', (_, opinion, standing) => {
    expect(signalOf(opinion, words, standing)).toBeNull();
  });

  test('the trigger follows the category, and the quote is hers', () => {
    expect(signalOf(says('high', 'KHÓA cửa', ['confinement']), words, 'none')).toEqual({
      code: 'A5',
      level: 'high',
      source: 'model',
      categories: ['confinement'],
      quote: 'KHÓA cửa',
    });
  });

  test('a quote that is not hers is not kept', () => {
    expect(signalOf(says('high', 'lời của máy'), words, 'low')).not.toHaveProperty('quote');
  });

  test('whatever is said, nothing is lowered and nothing becomes imminent', () => {
    const opinion = fc.record({
      level: fc.constantFrom(...riskLevels),
      categories: fc.uniqueArray(fc.constantFrom(...categories), { maxLength: 4 }),
      quote: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant(words.slice(0, 8))),
    });
    fc.assert(
      fc.property(opinion, fc.constantFrom(...riskLevels), (given, standing) => {
        const signal = signalOf(given, words, standing);
        if (signal === null) return;
        expect(isAtLeast(signal.level, standing) && signal.level !== standing).toBe(true);
        expect(signal.level).not.toBe('imminent');
      }),
    );
  });
});
