import { isPossibleSyllable, readSyllable, type Syllable } from './syllable.ts';

/**
 * Other ways to read one typed word: raw Telex and VNI keys, digits and symbols as letters, stretched letters.
 * Language §2.1 steps 7, 9, 10. Never replaces the word as typed.
 */
export function decodings(word: string, asTyped: Syllable): readonly Syllable[] {
  if (word.length > longestDecodable) return [];
  const lower = asTyped.shape === asTyped.plain && asTyped.tone === 0 ? word.toLowerCase() : '';
  if (/[@$*\d]/.test(word)) return symbolReadings(word.toLowerCase());
  if (isPossibleSyllable(asTyped.plain) && !/(.)\1\1/.test(lower)) return [];
  const found = [fromTelex(asTyped.plain), ...unstretched(word.toLowerCase())];
  return found.filter((syllable) => syllable !== undefined);
}

/** A typed word longer than this is no single Vietnamese syllable in any spelling. */
const longestDecodable = 40;

const telexPairs: Readonly<Record<string, string>> = {
  aa: 'â',
  ee: 'ê',
  oo: 'ô',
  dd: 'đ',
  aw: 'ă',
  ow: 'ơ',
  uw: 'ư',
};
const telexTones: Readonly<Record<string, string>> = {
  s: '\u0301',
  f: '\u0300',
  r: '\u0309',
  x: '\u0303',
  j: '\u0323',
};

/** `gieets`, `giets`, `ddanhs`, `chetes` as the word they were meant to be. */
function fromTelex(typed: string): Syllable | undefined {
  if (!/^[a-z]{2,9}$/.test(typed)) return undefined;
  let letters = '';
  let tone = '';
  for (const key of typed) {
    const pair = telexPairs[letters.slice(-1) + key];
    if (pair !== undefined) letters = letters.slice(0, -1) + pair;
    else if (telexTones[key] !== undefined && /[aeiouyâêôăơư]/.test(letters)) tone = telexTones[key];
    else if (key === 'w') letters = withHorn(letters);
    else if (lateHat[key]?.test(letters) === true) letters = withHat(letters, key);
    else if (key === 'd' && letters.startsWith('d') && letters.length > 1) letters = `đ${letters.slice(1)}`;
    else letters += key;
  }
  const syllable = readSyllable(letters + tone);
  return isPossibleSyllable(syllable.plain) && letters + tone !== typed ? syllable : undefined;
}

/** A vowel typed again after the final consonant: `chete`. */
const lateHat: Readonly<Record<string, RegExp>> = {
  a: /a(?:ch|ng|nh|[cmnptiuoy])$/,
  e: /e(?:ch|ng|nh|[cmnptiuoy])$/,
  o: /o(?:ch|ng|nh|[cmnptiuoy])$/,
};

/** A late `w`: puts the horn or breve on the last vowel that takes one; `uo` becomes `ươ`. */
function withHorn(letters: string): string {
  if (/uo/.test(letters)) return letters.replace('uo', 'ươ');
  if (/[uo]/.test(letters)) return letters.replace(/[uo](?=[^uo]*$)/, (vowel) => (vowel === 'u' ? 'ư' : 'ơ'));
  if (letters.includes('a')) return letters.replace('a', 'ă');
  return `${letters}ư`;
}

const hats: Readonly<Record<string, string>> = { a: 'â', e: 'ê', o: 'ô' };
const withHat = (letters: string, vowel: string): string => {
  const at = letters.lastIndexOf(vowel);
  return letters.slice(0, at) + (hats[vowel] ?? vowel) + letters.slice(at + 1);
};

const vniMarks: Readonly<Record<string, string>> = {
  1: '\u0301',
  2: '\u0300',
  3: '\u0309',
  4: '\u0303',
  5: '\u0323',
  6: '\u0302',
  7: '\u031b',
  8: '\u0306',
};
const vniTarget: Readonly<Record<string, RegExp>> = { 6: /[aeo](?![aeo])/, 7: /uo|[uo]/, 8: /a/ };

/** `gie61t`, `d9anh1`, `giet61` as the word they were meant to be. */
function fromVni(typed: string): Syllable | undefined {
  if (!/^[a-z]+\d[a-z\d]*$/.test(typed)) return undefined;
  let letters = '';
  let tone = '';
  for (const key of typed) {
    if (key === '9') letters = letters.replace('d', 'đ');
    else if ('12345'.includes(key)) tone = vniMarks[key] ?? '';
    else if ('678'.includes(key))
      letters = letters.replace(vniTarget[key] ?? /$^/, (vowel) =>
        vowel.replace(/./g, `$&${vniMarks[key] ?? ''}`),
      );
    else letters += key;
  }
  const syllable = readSyllable(letters + tone);
  return isPossibleSyllable(syllable.plain) ? syllable : undefined;
}

const symbolLetters: Readonly<Record<string, string>> = {
  0: 'o',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
};

/** Digits and symbols typed for letters; only in words that also have letters. */
function symbolReadings(typed: string): Syllable[] {
  if (!/\p{L}/u.test(typed)) return [];
  const found: Syllable[] = [];
  const vni = fromVni(typed);
  if (vni !== undefined) found.push(vni);
  const spelled = typed.replace(/[03457@$]/g, (sign) => symbolLetters[sign] ?? sign);
  for (const one of spelled.includes('1') ? ['i', 'l'] : [''])
    found.push(...starReadings(spelled.replaceAll('1', one)));
  return found;
}

/** `ch*t` may be any letter; stars between all letters (`g*i*ế*t`) are only noise. */
function starReadings(typed: string): Syllable[] {
  const stars = typed.split('*').length - 1;
  if (stars === 0) return [readSyllable(typed)];
  const without = readSyllable(typed.replaceAll('*', ''));
  if (stars > 1 || /^\*|\*$/.test(typed)) return [without];
  return [
    without,
    ...Array.from('abcdeghiklmnopqrstuvxy', (letter) => readSyllable(typed.replace('*', letter))),
  ];
}

/** Stretched or doubled letters shortened: `cuuuu` is read as `cu` and as `cuu`, `chếtt` as `chết`. */
function unstretched(typed: string): Syllable[] {
  const runs = typed.normalize('NFC');
  return [readSyllable(doubled(runs)), readSyllable(runs.replace(/(\p{L})\1+/gu, '$1'))];
}

/** Runs of three or more become two, written so that reading keeps both. */
const doubled = (text: string): string => text.replace(/(\p{L})\1{2,}/gu, '$1$1');
