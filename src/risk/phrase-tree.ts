import { fit, hasMarks, mustHaveLostTone, type Syllable } from '../text/syllable.ts';
import type { TokenisedText } from '../text/tokens.ts';

/** Words of a lexicon entry and the concepts they stand for. */
export interface Phrase {
  readonly syllables: readonly Syllable[];
  readonly concepts: readonly number[];
  /** Whether it may be read from letters without marks: fully, only as a faint sign, or never. */
  readonly bare: 'yes' | 'faint' | 'never';
  /** Not Vietnamese (English, an emoji, a number): it has no marks to lose. */
  readonly foreign: boolean;
}

/** A concept found in a message: tokens `from`..`to` inclusive. */
export interface Hit {
  readonly concept: number;
  readonly from: number;
  readonly to: number;
  /** First and last place in the sentence. */
  readonly place: number;
  readonly endPlace: number;
  /** Read by guessing marks of an ambiguous word. */
  readonly faint: boolean;
}

/**
 * A prefix tree over marks-free syllable numbers. From every word of a message it is walked as far as phrases go, over
 * all readings; the marks are then compared. Linear: a phrase has at most eight syllables.
 */
export class PhraseTree {
  readonly #numbers = new Map<string, number>();
  /** Child node by `node * stride + syllable`. */
  readonly #children = new Map<number, number>();
  readonly #phrases: Phrase[][] = [[]];

  /** Adds a phrase; only before the first search. */
  add(phrase: Phrase): void {
    let node = 0;
    for (const { plain } of phrase.syllables) {
      const key = node * stride + this.#numberFor(plain);
      let next = this.#children.get(key);
      if (next === undefined) {
        next = this.#phrases.push([]) - 1;
        this.#children.set(key, next);
      }
      node = next;
    }
    this.#phrases[node]?.push(phrase);
  }

  /** Every phrase, in a fixed order. */
  phrases(): readonly Phrase[] {
    return this.#phrases.flat();
  }

  /** Every concept hit of a message, in order of the first token. */
  search(text: TokenisedText): Hit[] {
    const hits: Hit[] = [];
    const path: Syllable[] = [];
    for (let from = 0; from < text.tokens.length; from++) this.#walk(text, from, from, 0, path, hits);
    return hits;
  }

  #walk(text: TokenisedText, from: number, at: number, node: number, path: Syllable[], hits: Hit[]): void {
    const token = text.tokens[at];
    if (token === undefined) return;
    for (const reading of token.readings) this.#follow(text, from, at, reading, node, path, hits);
    for (const { to, reading } of text.joined.get(at) ?? [])
      this.#follow(text, from, to, reading, node, path, hits);
  }

  #follow(
    text: TokenisedText,
    from: number,
    to: number,
    reading: readonly Syllable[],
    start: number,
    path: Syllable[],
    hits: Hit[],
  ): void {
    const depth = path.length;
    let node: number | undefined = start;
    for (const syllable of reading) {
      const number = this.#numbers.get(syllable.plain);
      node = number === undefined ? undefined : this.#children.get(node * stride + number);
      if (node === undefined) {
        path.length = depth;
        return;
      }
      path.push(syllable);
    }
    for (const phrase of this.#phrases[node] ?? []) report(text, from, to, phrase, path, hits);
    this.#walk(text, from, to + 1, node, path, hits);
    path.length = depth;
  }

  #numberFor(plain: string): number {
    const known = this.#numbers.get(plain);
    if (known !== undefined) return known;
    if (this.#numbers.size + 1 >= stride) throw new Error('too many different syllables');
    this.#numbers.set(plain, this.#numbers.size + 1);
    return this.#numbers.size;
  }
}

/** More syllables than Vietnamese and the English lexicon have together. */
const stride = 65_536;

function report(
  text: TokenisedText,
  from: number,
  to: number,
  phrase: Phrase,
  path: readonly Syllable[],
  hits: Hit[],
): void {
  const read = howRead(text.tokens[from]?.marked ?? true, phrase, path);
  if (read === 'no') return;
  const place = text.tokens[from]?.place ?? 0;
  const endPlace = text.tokens[to]?.place ?? place;
  for (const concept of phrase.concepts)
    hits.push({ concept, from, to, place, endPlace, faint: read === 'faint' });
}

/**
 * Among words with marks one without them is what it says, unless it cannot exist so (`chet`); among words
 * without marks every one may have lost its own, and short words then say little. A word that carries a tone is
 * never taken for another (`của` is not `cửa`).
 */
function howRead(marked: boolean, phrase: Phrase, path: readonly Syllable[]): 'solid' | 'faint' | 'no' {
  let lost = 0;
  let telling = 0;
  for (let at = 0; at < phrase.syllables.length; at++) {
    const meant = phrase.syllables[at];
    const typed = path[at];
    if (meant === undefined || typed === undefined) return 'no';
    const how = fit(typed, meant);
    if (how === 'no' || (how === 'bare' && typed.tone !== 0)) return 'no';
    if (how === 'exact' && hasMarks(typed)) telling += 1;
    if (how === 'bare') lost += 1;
    if (how === 'bare' && mustHaveLostTone(typed)) telling += 1;
  }
  if (lost === 0 && (marked || telling > 0 || phrase.foreign)) return 'solid';
  if (phrase.bare === 'never') return 'no';
  if (marked && telling === 0) return 'no';
  return phrase.bare === 'faint' ? 'faint' : 'solid';
}
