import type { Syllable } from '../../text/syllable.ts';
import type { TokenisedText } from '../../text/tokens.ts';
import type { Hit } from '../phrase-tree.ts';
import { hashOf, mixed } from './hash.ts';
import { classifierLimits as limits } from './limits.ts';

/** A message made ready for reading features word by word. */
export interface Readied {
  readonly words: readonly Word[];
  /** First word of the sentence that each word stands in: nothing is joined across a full stop. */
  readonly sentence: Int32Array;
  readonly hits: readonly Hit[];
  /** Numbers of `hits` by the word they end at. */
  readonly endingAt: ReadonlyMap<number, readonly number[]>;
  /** Numbers of concepts made of their names, so that a new concept moves no other. */
  readonly names: Int32Array;
}

interface Word {
  /** The word without and with its marks, abbreviations and raw keys written out. */
  readonly plain: number;
  readonly marked: number;
  /** What the word gives by itself: as typed, written out, and its runs of letters. */
  readonly own: Int32Array;
}

/** A number for each concept name, by the concept's place in the list. */
export const conceptNumbers = (concepts: readonly string[]): Int32Array =>
  Int32Array.from(concepts, (name) => hashOf(name, seeds.concept));

/** Reads the words of a message once; `hits` are the concepts found in it, in order of their first word. */
export function ready(text: TokenisedText, hits: readonly Hit[], names: Int32Array): Readied {
  const known = new Map<readonly (readonly Syllable[])[], Word>();
  const words = text.tokens.map(({ readings }) => {
    const word = known.get(readings) ?? readWord(readings);
    known.set(readings, word);
    return word;
  });
  const endingAt = new Map<number, number[]>();
  hits.forEach((hit, number) => {
    const list = endingAt.get(hit.to);
    if (list === undefined) endingAt.set(hit.to, [number]);
    else list.push(number);
  });
  return { words, sentence: sentencesOf(text), hits, endingAt, names };
}

/**
 * Gives every feature (32 bits) that ends at one word: the word and its letters, the words before it in its sentence
 * (pairs, threes, one left out) without and with marks, and the concepts with those a few places before.
 */
export function visitFeatures(message: Readied, at: number, visit: (feature: number) => void): void {
  const word = message.words[at];
  if (word === undefined) return;
  for (const feature of word.own) visit(feature);
  const first = message.sentence[at] ?? 0;
  const before = at > first ? message.words[at - 1] : undefined;
  const second = at > first + 1 ? message.words[at - 2] : undefined;
  if (before !== undefined) {
    visit(mixed(mixed(before.plain, word.plain), seeds.pair));
    visit(mixed(mixed(before.marked, word.marked), seeds.markedPair));
  }
  if (before !== undefined && second !== undefined) {
    visit(mixed(mixed(mixed(second.plain, before.plain), word.plain), seeds.three));
    visit(mixed(mixed(mixed(second.marked, before.marked), word.marked), seeds.markedThree));
    visit(mixed(mixed(second.plain, word.plain), seeds.apart));
    visit(mixed(mixed(second.marked, word.marked), seeds.markedApart));
  }
  for (const number of message.endingAt.get(at) ?? []) visitConcept(message, number, visit);
}

function visitConcept({ hits, names }: Readied, number: number, visit: (feature: number) => void): void {
  const hit = hits[number];
  if (hit === undefined) return;
  const name = names[hit.concept] ?? 0;
  visit(mixed(name, seeds.alone));
  let pairs = 0;
  const last = Math.max(0, number - limits.pairsTried);
  for (let at = number - 1; at >= last && pairs < limits.pairs; at--) {
    const other = hits[at];
    if (other === undefined || hit.place - other.endPlace > limits.pairReach) return;
    if (other.concept === hit.concept || other.to >= hit.from) continue;
    visit(mixed(mixed(names[other.concept] ?? 0, name), seeds.together));
    pairs += 1;
  }
}

/** What keeps kinds of features apart. */
const seeds = {
  plain: 1,
  marked: 2,
  concept: 3,
  written: 4,
  typed: 5,
  whole: 6,
  pair: 7,
  markedPair: 8,
  three: 9,
  markedThree: 10,
  apart: 11,
  markedApart: 12,
  alone: 13,
  together: 14,
  /** And the length of a run of letters. */
  run: 20,
} as const;

function readWord(readings: readonly (readonly Syllable[])[]): Word {
  const typed = readings[0] ?? [];
  const written = readings[1] ?? typed;
  const plainText = written.map(({ plain }) => plain).join(' ');
  const plain = hashOf(plainText, seeds.plain);
  const marked = hashOf(written.map(({ shape, tone }) => `${shape}${tone}`).join(' '), seeds.marked);
  const own = [mixed(plain, seeds.written), mixed(marked, seeds.whole)];
  if (written !== typed) own.push(hashOf(typed.map((syllable) => syllable.plain).join(' '), seeds.typed));
  return { plain, marked, own: Int32Array.from([...own, ...runsOf(plainText)]) };
}

/** Runs of letters inside a word, its edges marked; a very long word gives those of its beginning. */
function runsOf(word: string): readonly number[] {
  const edged = `_${word.slice(0, longestWord)}_`;
  const runs: number[] = [];
  for (let length = limits.shortestRun; length <= limits.longestRun; length++)
    for (let at = 0; at + length <= edged.length; at++)
      runs.push(hashOf(edged.slice(at, at + length), seeds.run + length));
  return runs;
}

/** Letters of a word that are looked at; no syllable and few foreign words are longer. */
const longestWord = 24;
/** Extra places that a full stop puts between words (`text/tokens.ts`). */
const stop = 4;

function sentencesOf({ tokens }: TokenisedText): Int32Array {
  const sentence = new Int32Array(tokens.length);
  for (let at = 1; at < tokens.length; at++) {
    const apart = (tokens[at]?.place ?? 0) - (tokens[at - 1]?.place ?? 0) >= stop;
    sentence[at] = apart ? at : (sentence[at - 1] ?? 0);
  }
  return sentence;
}
