import { baseOf, partsOf, plainLetter, qualityOf, shapedLetter, toneOf } from './letters.ts';

/** One written syllable (or foreign word, number, emoji) in the three forms that matching needs. */
export interface Syllable {
  /** Tone-free view: no marks at all, `chet`. */
  readonly plain: string;
  /** Quality marks kept, tone taken out: `chêt`. */
  readonly shape: string;
  /** 0 none, 1 sắc, 2 huyền, 3 hỏi, 4 ngã, 5 nặng (VNI numbers). */
  readonly tone: number;
}

/** The accented view of language §2.1 step 5: letters with quality marks, the tone as a digit at the end. */
export const accented = (syllable: Syllable): string => `${syllable.shape}${syllable.tone}`;

/** Reads one word. Marks may come in any order and either placement; runs of three equal letters become one. */
export function readSyllable(word: string): Syllable {
  return (
    readKnown(word) ?? readKnown(cleaned(word)) ?? { plain: foreign(word), shape: foreign(word), tone: 0 }
  );
}

/** Whether any Vietnamese mark was typed in this syllable. */
export const hasMarks = (syllable: Syllable): boolean =>
  syllable.tone !== 0 || syllable.shape !== syllable.plain;

/**
 * How a typed syllable fits a meant one with the same plain letters: `exact`, `bare` (the typed one only lacks
 * marks), or `no`. Hỏi and ngã count as one tone, as half the country speaks them.
 */
export function fit(typed: Syllable, meant: Syllable): 'exact' | 'bare' | 'no' {
  const tones = sameTone(typed.tone, meant.tone);
  if (tones && typed.shape === meant.shape) return 'exact';
  if (!tones && typed.tone !== 0) return 'no';
  if (typed.shape === meant.shape) return 'bare';
  for (let at = 0; at < typed.shape.length; at++) {
    if (typed.shape[at] !== meant.shape[at] && typed.shape[at] !== typed.plain[at]) return 'no';
  }
  return 'bare';
}

const sameTone = (a: number, b: number): boolean => a === b || (a + b === 7 && a >= 3 && b >= 3);

/** A marks-free syllable with a stop at its end must have lost its tone: no such syllable exists without one. */
export const mustHaveLostTone = (syllable: Syllable): boolean =>
  syllable.tone === 0 && /[aeiouy](?:c|ch|p|t)$/.test(syllable.plain) && isPossibleSyllable(syllable.plain);

const onsets = '(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnpqrstvx])?';
const rimes = '[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?';
const possible = new RegExp(`^${onsets}${rimes}$`);
/** Whether marks-free letters could be a Vietnamese syllable as typed. */
export const isPossibleSyllable = (plain: string): boolean => plain.length <= 7 && possible.test(plain);

/** Letters, marks and stretching in one pass; `undefined` when a character is not in the table. */
function readKnown(word: string): Syllable | undefined {
  let plain = '';
  let shape = '';
  let tone = 0;
  let base = 0;
  let quality = 0;
  let run = 0;
  const flush = () => {
    if (base === 0) return;
    const times = run >= 3 ? 1 : run;
    plain += plainLetter(base).repeat(times);
    shape += shapedLetter(base, quality).repeat(times);
  };
  for (let at = 0; at < word.length; at++) {
    const packed = partsOf(word.charCodeAt(at));
    if (packed === undefined) return undefined;
    if (toneOf(packed) !== 0) tone = toneOf(packed);
    const nextBase = baseOf(packed);
    if (nextBase === 0) {
      if (run > 1 && qualityOf(packed) !== 0) {
        run -= 1;
        flush();
        run = 1;
      }
      quality = qualityOf(packed) || quality;
      continue;
    }
    const bare = nextBase === base && qualityOf(packed) === quality;
    if (bare && !isDigit(nextBase)) {
      run += 1;
      continue;
    }
    flush();
    base = nextBase;
    quality = qualityOf(packed);
    run = 1;
  }
  flush();
  return withEqualI(plain, withHat(shape, tone), tone);
}

/** `giét` and `viêt` mean the same vowel: before a final consonant `ie` is always `iê`. */
const withHat = (shape: string, tone: number): string =>
  !/[iy]e[cmnptu]/.test(shape) || (tone === 0 && !/[âăêôơưđ]/.test(shape))
    ? shape
    : shape.replace(/([iy])e(?=[cmnptu])/, '$1ê');

const isDigit = (base: number): boolean => base >= 27;

/** Kỷ and kỉ, lý and lí are one word (language §2.1 step 6). */
function withEqualI(plain: string, shape: string, tone: number): Syllable {
  if (!/[hklmst]y$/.test(plain)) return { plain, shape, tone };
  return { plain: `${plain.slice(0, -1)}i`, shape: `${shape.slice(0, -1)}i`, tone };
}

/** Slow path: compatibility forms, format characters, letters that only look Latin. */
function cleaned(word: string): string {
  const composed = word.normalize('NFKC').replace(/\p{Cf}|\p{Variation_Selector}/gu, '');
  if (!/[a-z]/i.test(composed.normalize('NFD'))) return composed;
  return composed.replace(/[\u0370-\u052f]/g, (letter) => lookAlikes[letter.toLowerCase()] ?? letter);
}

/** Cyrillic and Greek letters that pass for Latin ones; used only in a word that also has Latin letters. */
const lookAlikes: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  е: 'e',
  ё: 'e',
  і: 'i',
  ї: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  с: 'c',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  ԁ: 'd',
  һ: 'h',
  ү: 'y',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  μ: 'm',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ω: 'w',
};

const foreign = (word: string): string => word.toLowerCase();
