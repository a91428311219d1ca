import { readSyllable } from '../text/syllable.ts';

/** Stems that betray the subject in an address or an account's name, without marks and spaces (safety-content §4.1). */
const telling = [
  'baoluc',
  'baohanh',
  'nguocdai',
  'xamhai',
  'hiepdam',
  'quayroi',
  'nannhan',
  'muabannguoi',
  'tutu',
  'tamlanh',
  'violence',
  'abuse',
  'victim',
  'survivor',
  'trafficking',
  'suicide',
  'shelter',
  'hotline',
] as const;

/** The stem that betrays the subject in an address or a name that lands on a person's phone; null when there is none. */
export function tellingStem(text: string): string | null {
  const words = text.split(/[^\p{L}\p{M}\p{N}]+/u).map((word) => readSyllable(word).plain);
  // A short word counts by itself only: “cơ sở số 2” is no cry for help.
  if (words.includes('sos')) return 'sos';
  const plain = words.join('');
  return telling.find((stem) => plain.includes(stem)) ?? null;
}
