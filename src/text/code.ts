import { accented, readSyllable } from './syllable.ts';

/** The codes that mean the same in every state on every channel (safety-content §3.0). */
export type Code = 'sos' | 'quiet' | 'leave' | 'person' | 'erase';

/** A whole message that is a code, or a typed digit answer to the newest screen. */
export type TypedCode =
  | { readonly kind: Code; readonly form: 'digit' | 'word' }
  | { readonly kind: 'digit'; readonly digit: 3 | 4 | 5 | 6 | 7 | 8 };

/**
 * The code a whole message stands for, or null when it is ordinary words (safety-content §3.0).
 * `1`, `1.`, `1)`, `số 1`, `１`, `1️⃣`, `១` count; `11`, `1 tuần`, `1 mình` do not.
 */
export function codeOf(text: string): TypedCode | null {
  if (text.length > longestCode) return null;
  const bare = trimmed(text);
  const digit = digitOf(bare);
  if (digit !== null) return fromDigit(digit);
  return fromWord(bare);
}

/** Longest text worth reading as a code: leaves room for stretching (`cứuuuuuu`) and signs after it. */
const longestCode = 80;

/** Keycap, variation and format marks, signs and faces around the code carry no meaning of their own. */
function trimmed(text: string): string {
  const plain = text.normalize('NFKC').replace(/\p{Cf}|\p{Variation_Selector}|\u20e3/gu, '');
  if (/🆘/u.test(plain))
    return /[\p{L}\p{N}]/u.test(plain.replaceAll(/\bsos\b/giu, '')) ? plain.trim() : 'sos';
  return plain.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, '').trim();
}

function digitOf(bare: string): number | null {
  const match = /^(?:s(?:ố|o|ô|ó)\s*|phím\s*|phim\s*)?(\p{Nd})$/iu.exec(bare.normalize('NFC'));
  return match === null ? null : digitValue(match[1] ?? '');
}

/** Decimal digits of any script stand in runs of ten; the run's zero is found by stepping down. */
function digitValue(character: string): number | null {
  const point = character.codePointAt(0) ?? 0;
  for (const zero of digitZeros) if (point >= zero && point < zero + 10) return point - zero;
  return null;
}

/** ASCII (full width arrives here through NFKC), Khmer, Lao, Thai, Cham, Tai Viet has none, Hmong (two scripts), Arabic. */
const digitZeros = [0x30, 0x17e0, 0x0ed0, 0x0e50, 0xaa50, 0x16b50, 0x1e140, 0x0660, 0x06f0] as const;

function fromDigit(digit: number): TypedCode {
  switch (digit) {
    case 0:
      return { kind: 'person', form: 'digit' };
    case 1:
      return { kind: 'sos', form: 'digit' };
    case 2:
      return { kind: 'quiet', form: 'digit' };
    case 9:
      return { kind: 'leave', form: 'digit' };
    default:
      return { kind: 'digit', digit: digit as 3 | 4 | 5 | 6 | 7 | 8 };
  }
}

/**
 * The words, in every spelling people use. Without marks: `gap` alone (gấp, or gặp: both ask for somebody) is SOS;
 * `ban` alone is `bận`, because `bạn` says nothing by itself, while speaking to a watched person does harm.
 * With other marks (`gặp`, `bạn`, `bán`) the word is what it says and no code.
 */
const words: Readonly<Record<Code, readonly string[]>> = {
  sos: [
    'gấp',
    'gap',
    'gâp',
    'cứu',
    'cuu',
    'cưu',
    'cíu',
    'kíu',
    'cứu với',
    'cuu voi',
    'cứu vs',
    'cuu vs',
    'cứu tôi',
    'cuu toi',
    'cứu em',
    'cuu em',
    'cứu con',
    'cuu con',
    'cứu mình',
    'cuu minh',
    'cứu cứu',
    'cuu cuu',
    'gấp gấp',
    'gap gap',
    'sos',
    's o s',
    'help',
    'help me',
    '111',
    '113',
    '114',
    '115',
  ],
  quiet: ['bận', 'bân', 'ban'],
  leave: ['thoát', 'thoat'],
  // Where an app has no such button; it asks once before anything is deleted.
  erase: ['xóa tin', 'xoá tin', 'xoa tin', 'xóa tin nhắn', 'xoá tin nhắn', 'xoa tin nhan'],
  person: [
    'gặp người',
    'gap nguoi',
    'gặp người trực',
    'gap nguoi truc',
    'gặp cô chú trực',
    'gap co chu truc',
  ],
};

const codeByWords: ReadonlyMap<string, Code> = new Map(
  Object.entries(words).flatMap(([code, forms]) => forms.map((form) => [keyOf(form), code as Code] as const)),
);

function fromWord(bare: string): TypedCode | null {
  if (bare === '') return null;
  for (const text of [bare, squeezed(bare)]) {
    const kind = codeByWords.get(keyOf(text));
    if (kind !== undefined) return { kind, form: 'word' };
  }
  return null;
}

/** Two equal letters of a stretch made one (`heelp`), three keep one already; `cuuuu` keeps two. */
const squeezed = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/([a-zà-ỹđ])\1+/gu, (_run, letter: string) =>
      letter === 'u' && !/[ứưừửữự]/u.test(text) ? 'uu' : letter,
    );

/** Words in the accented view, signs between them gone. */
function keyOf(text: string): string {
  return text
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => accented(readSyllable(word)))
    .join(' ');
}
