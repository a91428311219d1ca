import { abbreviations } from '../../text/abbreviations.ts';

/** A text as another phone would have typed it, and how much it counts in training. */
export interface Copy {
  readonly text: string;
  readonly weight: number;
}

/** The ways one authored line is learned from: as typed, without marks, with short words, with raw Telex keys. */
export function copiesOf(text: string): readonly Copy[] {
  const copies: Copy[] = [{ text, weight: 1 }];
  for (const [change, weight] of changes) {
    const changed = change(text);
    if (copies.every((copy) => copy.text !== changed)) copies.push({ text: changed, weight });
  }
  return copies;
}

/** Takes every Vietnamese mark off; other scripts keep theirs. */
export const withoutMarks = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .normalize('NFC');

/** Words that people shorten most, by the shortest listed way to write them that is Latin letters only. */
const short: ReadonlyMap<string, string> = new Map(
  Object.entries(abbreviations)
    .filter(([typed, meanings]) => /^[a-z]{1,2}$/.test(typed) && meanings.length === 1)
    .map(([typed, meanings]) => [meanings[0] ?? '', typed]),
);

/** Shortens pronouns and other words that have a usual short form. */
const abbreviated = (text: string): string =>
  text.replace(/[\p{L}\p{M}]+/gu, (word) => short.get(word.toLowerCase()) ?? word);

const telexTone: Readonly<Record<string, string>> = {
  '\u0301': 's',
  '\u0300': 'f',
  '\u0309': 'r',
  '\u0303': 'x',
  '\u0323': 'j',
};
const telexLetter: Readonly<Record<string, string>> = {
  â: 'aa',
  ê: 'ee',
  ô: 'oo',
  ă: 'aw',
  ơ: 'ow',
  ư: 'uw',
  đ: 'dd',
};

/** Raw Telex keys, the tone key at the end of the word: what a phone without the right keyboard leaves. */
const telex = (text: string): string =>
  text.toLowerCase().replace(/[\p{L}\p{M}]+/gu, (word) => {
    let tone = '';
    const letters = word
      .normalize('NFD')
      .replace(/[\u0301\u0300\u0309\u0303\u0323]/g, (mark) => {
        tone = telexTone[mark] ?? '';
        return '';
      })
      .normalize('NFC');
    return letters.replace(/[âêôăơưđ]/g, (letter) => telexLetter[letter] ?? letter) + tone;
  });

const changes: readonly (readonly [(text: string) => string, number])[] = [
  [withoutMarks, 0.9],
  [abbreviated, 0.6],
  [telex, 0.5],
];
