import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareLevels, type RiskLevel } from '../../src/risk/level.ts';
import { loadDetector } from '../../src/risk-rules-on-disk.ts';
import { type Line, readLines } from './lines.ts';

const detector = loadDetector();
const grave = readLines('danger').filter((line) => line.level === 'imminent' || line.level === 'high');
const levelOf = (text: string): RiskLevel => detector.assess(text).level;
/** Whether a change takes a line below the level a counsellor gave it, although the line as typed reached it. */
const falls = (line: Line, changed: string): boolean =>
  compareLevels(levelOf(line.text), line.level) >= 0 && compareLevels(levelOf(changed), line.level) < 0;
/** Lines whose stripped form says something else, or nothing, in Vietnamese: they ask or stay silent, with the reason. */
const strippedExceptions: ReadonlyMap<string, string> = new Map([]);

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

test('stripping all marks lowers no grave line but the listed ones', () => {
  const fallen = grave.filter((line) => falls(line, strip(line.text))).map((line) => line.text);
  expect(fallen.filter((text) => !strippedExceptions.has(text))).toEqual([]);
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
