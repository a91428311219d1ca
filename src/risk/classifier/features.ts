import type { Syllable } from '../../text/syllable.ts';
import type { TokenisedText } from '../../text/tokens.ts';
import type { Hit } from '../phrase-tree.ts';
import type { Signal } from '../signal.ts';
import { type ByEnd, byEnd } from './by-end.ts';
import { hashOf, mixed } from './hash.ts';
import { classifierLimits as limits } from './limits.ts';
import type { Pieces } from './net.ts';

/** A message made ready for reading features word by word. */
export interface Readied {
  /** Nothing where a word is only manners. */
  readonly words: readonly (Word | undefined)[];
  /** First word of the sentence that each word stands in: nothing is joined across a full stop. */
  readonly sentence: Int32Array;
  readonly hits: readonly Hit[];
  /** Numbers of `hits` by the word they end at. */
  readonly endingAt: ByEnd;
  /** Words for fields of life, those inside a longer one left out, in order of their first word. */
  readonly senses: readonly Hit[];
  readonly sensesEndingAt: ByEnd;
  readonly names: ConceptNames;
  /** What the rules made of the message: a number for each trigger and level. */
  readonly signs: Int32Array;
  /** What stands between each word and the next: bits of `breaks`. */
  readonly breaks: Uint8Array;
}

/** What the features know of each concept, by its place in the list. */
export interface ConceptNames {
  /** Numbers made of the names, so that a new concept moves no other. */
  readonly numbers: Int32Array;
  /** Whether it is a field of life (`lexicon/senses.yaml`) and not a sign that rules look for. */
  readonly isSense: readonly boolean[];
  /** Greetings and thanks: their words are not read. */
  readonly polite: number;
}

interface Word {
  /** The word without and with its marks, abbreviations and raw keys written out. */
  readonly plain: number;
  readonly marked: number;
  /** What the word gives by itself: as typed, written out, and its runs of letters. */
  readonly own: Int32Array;
}

/** Reads the names of all concepts once. */
export const conceptNames = (concepts: readonly string[]): ConceptNames => ({
  numbers: Int32Array.from(concepts, (name) => hashOf(name, seeds.concept)),
  isSense: concepts.map((name) => name.startsWith('sense-')),
  polite: concepts.indexOf('polite'),
});

/** Reads the words of a message once; `found` are its concepts in order of their first word, `signals` those of the rules. */
export function ready(
  text: TokenisedText,
  found: readonly Hit[],
  names: ConceptNames,
  signals: readonly Pick<Signal, 'code' | 'level'>[],
): Readied {
  const count = text.tokens.length;
  const manners = mannersIn(found, names.polite, count);
  const hits: Hit[] = [];
  const allSenses: Hit[] = [];
  for (const hit of found)
    if (manners?.[hit.from] !== 1) (names.isSense[hit.concept] === true ? allSenses : hits).push(hit);
  const senses = outermost(allSenses, count);
  return {
    words: wordsOf(text, manners),
    sentence: sentencesOf(text),
    hits,
    endingAt: byEnd(hits, count),
    senses,
    sensesEndingAt: byEnd(senses, count),
    names,
    signs: Int32Array.from(signals, ({ code, level }) => hashOf(`${code} ${level}`, seeds.sign)),
    breaks: breaksIn(text),
  };
}

/** The bit of a pause. */
const pause = 1;
/** Kinds of signs between two words, a bit each: a pause, a question, the edge of what somebody said. */
const breaks: readonly (readonly [bit: number, signs: RegExp])[] = [
  [pause, /[,.;:\n…!-]/],
  [2, /\?/],
  [4, /["“”]/],
];

/** What follows the last word tells nothing: one person ends with a full stop, another never. */
function breaksIn({ original, tokens }: TokenisedText): Uint8Array {
  return Uint8Array.from(tokens, ({ end }, at) => {
    const gap = original.slice(end, tokens[at + 1]?.start ?? end);
    if (gap === ' ' || gap === '') return 0;
    return breaks.reduce((bits, [bit, signs]) => (signs.test(gap) ? bits | bit : bits), 0);
  });
}

/** The words that are not only manners; one that stands twice is read once. */
function wordsOf({ tokens }: TokenisedText, manners: Uint8Array | undefined): readonly (Word | undefined)[] {
  const known = new Map<readonly (readonly Syllable[])[], Word>();
  return tokens.map(({ readings }, at) => {
    if (manners?.[at] === 1) return undefined;
    let word = known.get(readings);
    if (word === undefined) {
      word = readWord(readings);
      known.set(readings, word);
    }
    return word;
  });
}

/** Gives the features of the whole message: what the rules found, told as often as makes it weigh like several words. */
export function visitSigns({ signs }: Readied, visit: (feature: number) => void): void {
  for (const sign of signs) for (let time = 0; time < limits.signWeight; time++) visit(sign);
}

/**
 * What the nets read of the words `from` to `to` (exclusive): each word without and with marks, what breaks off behind it, the
 * concepts and fields of life it stands in, and the rules' signs of the whole message.
 */
export function piecesOf(message: Readied, from: number, to: number): Pieces {
  const place = placesOf(message.words, from, to);
  const count = to > from ? (place[to - from - 1] ?? -1) + 1 : 0;
  const ends = new Int32Array(count);
  visitPieces(message, from, to, (at) => {
    const own = place[at] ?? 0;
    ends[own] = (ends[own] ?? 0) + 1;
  });
  const free = new Int32Array(count);
  let all = 0;
  for (let at = 0; at < count; at++) {
    free[at] = all;
    all += ends[at] ?? 0;
    ends[at] = all;
  }
  const numbers = new Int32Array(all);
  visitPieces(message, from, to, (at, piece) => {
    const own = place[at] ?? 0;
    const next = free[own] ?? 0;
    numbers[next] = piece;
    free[own] = next + 1;
  });
  return { ends, numbers, signs: message.signs.map((sign) => mixed(sign, seeds.netSign)) };
}

/** For each word how many that are not only manners stand before it (or, where it is manners, the place of the last). */
function placesOf(words: readonly (Word | undefined)[], from: number, to: number): Int32Array {
  const places = new Int32Array(to - from);
  let last = -1;
  for (let at = from; at < to; at++) {
    if (words[at] !== undefined) last += 1;
    places[at - from] = last;
  }
  return places;
}

/** Gives every piece with the word it belongs to, counted from the first; words that are only manners have none. */
function visitPieces(
  { words, hits, senses, names, breaks: behind }: Readied,
  from: number,
  to: number,
  visit: (at: number, piece: number) => void,
): void {
  for (let at = from; at < to; at++) {
    const word = words[at];
    if (word === undefined) continue;
    visit(at - from, word.own[0] ?? 0);
    visit(at - from, word.own[1] ?? 0);
    for (const [bit] of breaks)
      if (((behind[at] ?? 0) & bit) !== 0) visit(at - from, mixed(bit, seeds.break));
  }
  for (const list of [hits, senses])
    for (const { concept, faint, from: first, to: last } of list) {
      if (last < from || first >= to) continue;
      const tag = mixed(names.numbers[concept] ?? 0, faint ? seeds.faintTag : seeds.tag);
      for (let at = Math.max(first, from); at <= Math.min(last, to - 1); at++)
        if (words[at] !== undefined) visit(at - from, tag);
    }
}

/** Marks (1) the words of greetings and thanks, where there are any. */
function mannersIn(found: readonly Hit[], polite: number, count: number): Uint8Array | undefined {
  let manners: Uint8Array | undefined;
  for (const { concept, from, to } of found)
    if (concept === polite) {
      manners ??= new Uint8Array(count);
      manners.fill(1, from, to + 1);
    }
  return manners;
}

/** Without the hits inside a longer one: in `bố dượng` stands a stepfather and no father. */
function outermost(hits: readonly Hit[], count: number): readonly Hit[] {
  const longest = new Int32Array(count);
  for (const { from, to } of hits)
    for (let at = from; at <= to; at++) longest[at] = Math.max(longest[at] ?? 0, to - from);
  return hits.filter(({ from, to }) => (longest[from] ?? 0) <= to - from);
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
  const { endingAt, sensesEndingAt } = message;
  for (let next = endingAt.starts[at] ?? 0; next < (endingAt.starts[at + 1] ?? 0); next++)
    visitConcept(message, endingAt.numbers[next] ?? 0, visit);
  for (let next = sensesEndingAt.starts[at] ?? 0; next < (sensesEndingAt.starts[at + 1] ?? 0); next++)
    visitSense(message, sensesEndingAt.numbers[next] ?? 0, visit);
}

/** A field of life, and those that stand a few places before it: in order, and once more when they touch. */
function visitSense({ senses, names }: Readied, number: number, visit: (feature: number) => void): void {
  const sense = senses[number];
  if (sense === undefined) return;
  const name = names.numbers[sense.concept] ?? 0;
  visit(mixed(name, sense.faint ? seeds.faintSense : seeds.sense));
  const last = Math.max(0, number - limits.pairsTried);
  for (let at = number - 1; at >= last; at--) {
    const other = senses[at];
    if (other === undefined || sense.place - other.endPlace > limits.senseReach) return;
    if (other.to >= sense.from) continue;
    const pair = mixed(names.numbers[other.concept] ?? 0, name);
    visit(mixed(pair, seeds.sensesNear));
    if (sense.place - other.endPlace <= limits.senseTouch) visit(mixed(pair, seeds.sensesTouch));
  }
}

function visitConcept({ hits, names }: Readied, number: number, visit: (feature: number) => void): void {
  const hit = hits[number];
  if (hit === undefined) return;
  const name = names.numbers[hit.concept] ?? 0;
  visit(mixed(name, hit.faint ? seeds.faint : seeds.alone));
  let pairs = 0;
  const last = Math.max(0, number - limits.pairsTried);
  for (let at = number - 1; at >= last && pairs < limits.pairs; at--) {
    const other = hits[at];
    if (other === undefined || hit.place - other.endPlace > limits.pairReach) return;
    if (other.concept === hit.concept || other.to >= hit.from) continue;
    visit(mixed(mixed(names.numbers[other.concept] ?? 0, name), seeds.together));
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
  faint: 15,
  sense: 16,
  faintSense: 17,
  sensesNear: 18,
  sensesTouch: 19,
  sign: 40,
  tag: 41,
  faintTag: 42,
  netSign: 43,
  break: 44,
  /** And the length of a run of letters. */
  run: 20,
} as const;

/** What stands for a pause among the pieces. */
export const pausePiece = mixed(pause, seeds.break);

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
      runs.push(hashOf(edged, seeds.run + length, at, at + length));
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
