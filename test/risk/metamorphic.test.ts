import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isHeldOut } from '../../src/risk/classifier/split.ts';
import type { MessageContext } from '../../src/risk/detector.ts';
import { heardWith } from '../../src/risk/heard.ts';
import { compareLevels, isAtLeast, type RiskLevel } from '../../src/risk/level.ts';
import { readCorpus } from '../../src/risk-corpus-on-disk.ts';
import { loadDetector } from '../../src/risk-rules-on-disk.ts';
import { type Line, readLines } from './lines.ts';

const detector = loadDetector();
const grave = readLines('danger').filter((line) => line.level === 'imminent' || line.level === 'high');
const levelOf = (text: string): RiskLevel => detector.assess(text).level;
/** Whether a change takes a line below the level a counsellor gave it, although the line as typed reached it. */
const falls = (line: Line, changed: string): boolean =>
  compareLevels(levelOf(line.text), line.level) >= 0 && compareLevels(levelOf(changed), line.level) < 0;
/** Lines whose stripped form says something else, or nothing, in Vietnamese: they ask or stay silent, with the reason. */
const strippedExceptions: ReadonlyMap<string, string> = new Map([
  [
    'ông bà nội bỏ mặc cháu đói, cháu đi xin ăn hàng xóm',
    '"chau doi" is a family name or a wait too: it asks about the children',
  ],
  [
    'bố mẹ nó bỏ đói thằng bé mấy ngày liền',
    '"bo me" and "thang be" are said of much else: it asks about the children',
  ],
  ['lá ngón em hái về rồi, em ăn bây giờ', '"la ngon" is "it tastes good" too: it asks about the danger'],
  [
    'đi nhậu về sáng ra thấy mình trần truồng bên cạnh sếp, không nhớ gì',
    '"tran truong" is "at the school" to the model: it doubts the rule, and asks about the danger',
  ],
]);

const strip = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
/** Where the tone mark of an open oa, oe, uy stands: on the last vowel (new) or on the first (old). */
const tones = '\u0300\u0301\u0303\u0309\u0323';
const newPlacement = (text: string): string =>
  text
    .normalize('NFD')
    .replace(new RegExp(`(o|u)([${tones}])(a|e|y)(?![\\p{L}\\p{M}])`, 'gu'), '$1$3$2')
    .normalize('NFC');
const oldPlacement = (text: string): string =>
  text
    .normalize('NFD')
    .replace(new RegExp(`(o|u)(a|e|y)([${tones}])(?![\\p{L}\\p{M}])`, 'gu'), '$1$3$2')
    .normalize('NFC');

test.each<[string, (text: string) => string]>([
  ['decomposing (NFD)', (text) => text.normalize('NFD')],
  ['upper case', (text) => text.toUpperCase()],
  ['the new tone placement', newPlacement],
  ['the old tone placement', oldPlacement],
  ['a greeting before', (text) => `chào chị ạ. ${text}`],
  ['a thank you after', (text) => `${text}. em cảm ơn`],
  ['zero-width spaces', (text) => text.replace(/(\p{L})(\p{L})/gu, '$1\u200b$2')],
  [
    'full width Latin',
    (text) => text.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
  ],
])('%s lowers no grave line', (_, change) => {
  expect(grave.length).toBeGreaterThan(300);
  const fallen = grave.filter((line) => falls(line, change(line.text)));
  expect(fallen.map((line) => line.text)).toEqual([]);
});

/** Lines that nothing was written or learned from: the share of grave ones that a change takes below what they were. */
describe('lines never seen', { timeout: 120_000 }, () => {
  const unseen = readCorpus(['test/corpus']).filter(
    ({ id, ordinary, level }) => !ordinary && isHeldOut(id) && isAtLeast(level, 'high'),
  );
  const heardLevel = (text: string, context?: MessageContext): RiskLevel => {
    const { level, unreadable } = detector.assess(text, context);
    return unreadable ? 'high' : level;
  };
  const typed = new Map(unseen.map(({ text }) => [text, heardLevel(text)]));
  const share = (fallen: (text: string, before: RiskLevel) => boolean): number =>
    unseen.filter(({ text }) => fallen(text, typed.get(text) ?? 'none')).length / unseen.length;

  test.each<[string, (text: string) => string, number]>([
    ['decomposing (NFD)', (text) => text.normalize('NFD'), 0],
    ['upper case', (text) => text.toUpperCase(), 0],
    ['a greeting before', (text) => `chào chị ạ. ${text}`, 0.02],
    ['a thank you after', (text) => `${text}. em cảm ơn`, 0.02],
    ['a stretched letter', (text) => text.replace(/([aeiouy])(?=\s|$)/iu, '$1$1$1$1'), 0.003],
    ['short pronouns', (text) => text.replace(/\bem\b/gu, 'e').replace(/\banh\b/gu, 'a'), 0.02],
    ['taking all marks off', strip, 0.08],
  ])('%s lowers few', (_, change, most) => {
    expect(unseen.length).toBeGreaterThan(400);
    expect(share((text, before) => compareLevels(heardLevel(change(text)), before) < 0)).toBeLessThanOrEqual(
      most,
    );
  });

  test('sending it in two pieces lowers next to none', () => {
    const fallen = share((text, before) => {
      // Keys hit at random and the mark of a voice note come whole or not at all.
      if (detector.assess(text).unreadable) return false;
      const words = text.split(' ');
      const first = words.slice(0, words.length >> 1).join(' ');
      if (first === '') return false;
      const { signals: previous } = detector.assess(first);
      const rest = words.slice(words.length >> 1).join(' ');
      const after = heardLevel(rest, { previous, heard: heardWith('', first) });
      return compareLevels(after, before) < 0 && compareLevels(heardLevel(first), before) < 0;
    });
    expect(fallen).toBeLessThanOrEqual(0.0005);
  });
});

test('stripping all marks lowers no grave line but the listed ones', () => {
  const fallen = grave.filter((line) => falls(line, strip(line.text))).map((line) => line.text);
  expect(new Set(fallen)).toEqual(new Set(strippedExceptions.keys()));
});

test('stretching the last letter of a word lowers no grave line', () => {
  fc.assert(
    fc.property(fc.constantFrom(...grave), fc.nat(), fc.integer({ min: 2, max: 9 }), (line, which, times) => {
      expect(falls(line, stretched(line.text, which, times))).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test('any text around a cry leaves it imminent', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (before, after) => {
      expect(levelOf(`${before}\n\nchồng em đang bóp cổ em\n\n${after}`)).toBe('imminent');
    }),
  );
});

test('any text at all gets a verdict, with quotes out of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      for (const signal of detector.assess(text).signals) expect(text).toContain(signal.quote ?? '');
    }),
  );
});

/** Repeats the last letter of the n-th word that ends in a vowel letter. */
function stretched(text: string, which: number, times: number): string {
  const words = text.normalize('NFC').split(' ');
  const at = which % words.length;
  return words
    .map((word, index) =>
      index === at
        ? word.replace(/([aeiouy]|[^\P{L}\p{ASCII}])$/iu, (letter) => letter.repeat(times + 1))
        : word,
    )
    .join(' ');
}
