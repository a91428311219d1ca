import { fit, hasMarks, mustHaveLostTone, type Syllable } from '../text/syllable.ts';
import type { Token, TokenisedText } from '../text/tokens.ts';
import { PairTable } from './pair-table.ts';

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

/** One way to read on from a word: the reading, the numbers of its syllables, and how many tokens it takes beyond the first. */
interface Step {
  readonly reading: readonly Syllable[];
  readonly numbers: readonly number[];
  readonly further: number;
}

/** A message under search: the steps from each token, the syllables read so far, what was found. */
interface Search {
  readonly tokens: readonly Token[];
  readonly steps: readonly (readonly Step[])[];
  readonly path: Syllable[];
  readonly hits: Hit[];
}

/**
 * A prefix tree over marks-free syllable numbers. From every word of a message it is walked as far as phrases go, over
 * all readings; the marks are then compared. Linear: a phrase has at most eight syllables.
 */
export class PhraseTree {
  readonly #numbers = new Map<string, number>();
  /** Child node by node and syllable. */
  readonly #children = new PairTable();
  readonly #phrases: Phrase[][] = [[]];

  /** Adds a phrase; only before the first search. */
  add(phrase: Phrase): void {
    let node = 0;
    for (const { plain } of phrase.syllables) {
      const number = this.#numberFor(plain);
      let next = this.#children.get(node, number);
      if (next === 0) {
        next = this.#phrases.push([]) - 1;
        this.#children.set(node, number, next);
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
    const search: Search = { tokens: text.tokens, steps: this.#stepsOf(text), path: [], hits: [] };
    for (let from = 0; from < search.steps.length; from++) this.#walk(search, from, from, 0);
    return search.hits;
  }

  /** The steps from each token, as typed and joined; a reading that stands twice is looked up once. */
  #stepsOf({ tokens, joined }: TokenisedText): readonly (readonly Step[])[] {
    const whole = new Map<Token['readings'], readonly Step[]>();
    const broken = new Map<readonly Syllable[], readonly number[] | undefined>();
    return tokens.map(({ readings }, at) => {
      let steps = whole.get(readings);
      if (steps === undefined) {
        steps = readings.flatMap((reading) => stepOf(reading, this.#numbersOf(reading), 0));
        whole.set(readings, steps);
      }
      const further: Step[] = [];
      for (const { to, reading } of joined.get(at) ?? []) {
        if (!broken.has(reading)) broken.set(reading, this.#numbersOf(reading));
        further.push(...stepOf(reading, broken.get(reading), to - at));
      }
      return further.length === 0 ? steps : [...steps, ...further];
    });
  }

  /** The numbers of a reading's syllables; nothing where no phrase has one of them. */
  #numbersOf(reading: readonly Syllable[]): readonly number[] | undefined {
    const numbers: number[] = [];
    for (const { plain } of reading) {
      const number = this.#numbers.get(plain);
      if (number === undefined) return undefined;
      numbers.push(number);
    }
    return numbers;
  }

  #walk(search: Search, from: number, at: number, node: number): void {
    const steps = search.steps[at];
    if (steps === undefined) return;
    for (const step of steps) {
      const next = this.#follow(step.numbers, node);
      if (next === 0) continue;
      const to = at + step.further;
      const depth = search.path.length;
      search.path.push(...step.reading);
      for (const phrase of this.#phrases[next] ?? []) report(search, from, to, phrase);
      this.#walk(search, from, to + 1, next);
      search.path.length = depth;
    }
  }

  /** The node that some syllables lead to; 0 where there is none. */
  #follow(numbers: readonly number[], start: number): number {
    let node = start;
    for (const number of numbers) {
      node = this.#children.get(node, number);
      if (node === 0) return 0;
    }
    return node;
  }

  #numberFor(plain: string): number {
    const known = this.#numbers.get(plain);
    if (known !== undefined) return known;
    this.#numbers.set(plain, this.#numbers.size + 1);
    return this.#numbers.size;
  }
}

const stepOf = (
  reading: readonly Syllable[],
  numbers: readonly number[] | undefined,
  further: number,
): readonly Step[] => (numbers === undefined ? [] : [{ reading, numbers, further }]);

function report({ tokens, path, hits }: Search, from: number, to: number, phrase: Phrase): void {
  const read = howRead(tokens[from]?.marked ?? true, phrase, path);
  if (read === 'no') return;
  const place = tokens[from]?.place ?? 0;
  const endPlace = tokens[to]?.place ?? place;
  const faint = read === 'faint';
  for (const concept of phrase.concepts) hits.push({ concept, from, to, place, endPlace, faint });
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
    if (how !== 'bare') continue;
    lost += 1;
    // Only asked among words with marks, and once: the look at its letters is the dear part.
    if (marked && telling === 0 && mustHaveLostTone(typed)) telling += 1;
  }
  if (lost === 0 && (marked || telling > 0 || phrase.foreign)) return 'solid';
  if (phrase.bare === 'never') return 'no';
  if (marked && telling === 0) return 'no';
  return phrase.bare === 'faint' ? 'faint' : 'solid';
}
