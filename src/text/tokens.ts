import { abbreviations } from './abbreviations.ts';
import { decodings } from './decode.ts';
import { hasMarks, readSyllable, type Syllable } from './syllable.ts';

/** One word of a message with its place in the original text, so that a quote is the person's own words. */
export interface Token {
  /** UTF-16 offsets into the original text: start inclusive, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly typed: Syllable;
  /** Every way to read the word: as typed first, then decodings and abbreviations (the expanded view). */
  readonly readings: readonly (readonly Syllable[])[];
  /** Place in the sentence: grows by one a word and by more at punctuation, so that windows end where sentences do. */
  readonly place: number;
  /** Whether the words around it in its sentence are typed with Vietnamese marks. */
  readonly marked: boolean;
}

/** A broken word joined again: tokens `from`..`to` (inclusive) read as one syllable. */
export interface Joined {
  readonly to: number;
  readonly reading: readonly Syllable[];
}

/** A message as the rules see it. */
export interface TokenisedText {
  readonly original: string;
  readonly tokens: readonly Token[];
  /** Joined readings by the index of their first token. */
  readonly joined: ReadonlyMap<number, readonly Joined[]>;
}

const wordOrStop =
  /(?:[\p{L}\p{N}\p{Cf}@$]|\*(?=[\p{L}\p{M}])|(?<=[\p{L}\p{M}])\*(?=[\p{L}\p{M}]))[\p{L}\p{M}\p{N}\p{Cf}@$]*(?:\*[\p{L}\p{M}\p{N}@$]+)*|\p{Extended_Pictographic}|[.!?…\n;]+|,/gu;

/** Extra places between words: a comma is a breath, a full stop or line end another sentence. */
const places = { word: 1, comma: 0.5, stop: 4 } as const;
/** Share of words with marks from which on words count as typed with marks (language §2.2: about 3 in 4 carry one). */
const markedShare = 0.2;

/** Cuts a message into words in one pass and reads each of them; linear in the length. */
export function tokenise(original: string): TokenisedText {
  const words: Word[] = [];
  const read = new Map<string, Reading>();
  let place = 0;
  for (const match of original.matchAll(wordOrStop)) {
    const word = match[0];
    const step = stepOf(original, match.index, word);
    place += step;
    if (step !== places.word) continue;
    for (const { piece, at } of piecesOf(word)) {
      if (at > 0) place += places.word;
      let reading = read.get(piece);
      if (reading === undefined) {
        reading = readWord(piece);
        read.set(piece, reading);
      }
      const start = match.index + at;
      words.push({ reading, start, end: start + piece.length, place });
    }
  }
  const tokens = withMarkedness(words);
  return { original, tokens, joined: joinBroken(original, tokens) };
}

/** Khmer is written without spaces: its words are cut out by dictionary; every other word is whole. */
export function piecesOf(word: string): readonly { readonly piece: string; readonly at: number }[] {
  const first = word.charCodeAt(0);
  if (!(first >= khmerFrom && first <= khmerTo)) return [{ piece: word, at: 0 }];
  const run = word.slice(0, longestKhmerRun);
  return Array.from(khmerWords.segment(run), ({ segment, index }) => ({ piece: segment, at: index }));
}

const khmerFrom = 0x1780;
const khmerTo = 0x17ff;
/** A run longer than this is no sentence anybody wrote. */
const longestKhmerRun = 400;
const khmerWords = new Intl.Segmenter('km', { granularity: 'word' });

/** What a piece adds to the place: a word one, a stop more, a comma or glue next to nothing. */
function stepOf(text: string, at: number, piece: string): number {
  const unit = piece.charCodeAt(0);
  if (unit === 0x2c) return places.comma;
  if (!stops.has(unit)) return places.word;
  return isGlue(text, at, piece) ? 0 : places.stop;
}

/** `. ! ? … ; newline` */
const stops = new Set([0x2e, 0x21, 0x3f, 0x2026, 0x3b, 0x0a]);

/** What a word is by itself, the same wherever it stands. */
interface Reading extends Pick<Token, 'typed' | 'readings'> {
  /** Whether it has Latin letters only, so that it could carry marks, and whether it does. */
  readonly isLatin: boolean;
  readonly isMarked: boolean;
}

interface Word extends Pick<Token, 'start' | 'end' | 'place'> {
  readonly reading: Reading;
}

function readWord(word: string): Reading {
  const typed = readSyllable(word);
  const readings: (readonly Syllable[])[] = [[typed]];
  const seen = [keyOf(typed)];
  for (const decoded of decodings(word, typed)) {
    const key = keyOf(decoded);
    if (seen.includes(key)) continue;
    seen.push(key);
    readings.push([decoded]);
  }
  if (typed.plain.length <= longestAbbreviation) readings.push(...(expansions.get(keyOf(typed)) ?? []));
  const isLatin = /^[a-z]+$/.test(typed.plain);
  return { typed, readings, isLatin, isMarked: isLatin && hasMarks(typed) };
}

/** Letters of the longest abbreviation worth looking up. */
const longestAbbreviation = 7;
const keyOf = (syllable: Syllable): string => `${syllable.shape}${syllable.tone}`;
const expansions: ReadonlyMap<string, readonly (readonly Syllable[])[]> = new Map(
  Object.entries(abbreviations).map(([short, meanings]) => [
    keyOf(readSyllable(short)),
    meanings.map((meaning) => meaning.split(' ').map(readSyllable)),
  ]),
);

/** A full stop inside a broken word (`t.ự`) or a number ends no sentence. */
function isGlue(text: string, at: number, sign: string): boolean {
  return sign === '.' && /[\p{L}\p{M}\d]/u.test(text[at - 1] ?? '') && /[\p{L}\d]/u.test(text[at + 1] ?? '');
}

/** Longest syllable in letters (`nghiêng`), and so the longest broken word worth joining. */
const longestSyllable = 7;
/** A letter may be typed with its quality and tone as separate characters. */
const marksPerLetter = 3;

/** `t.ự t.ử`, `g-i-ế-t`, `ch.ết`, `c h ế t`: short pieces with signs or single letters with spaces between. */
function joinBroken(text: string, tokens: readonly Token[]): ReadonlyMap<number, readonly Joined[]> {
  const joined = new Map<number, readonly Joined[]>();
  const begun = new Run('', undefined);
  for (let from = 0; from + 1 < tokens.length; from++) {
    const found = joinsFrom(text, tokens, from, begun);
    if (found.length > 0) joined.set(from, found);
  }
  return joined;
}

function joinsFrom(text: string, tokens: readonly Token[], from: number, begun: Run): readonly Joined[] {
  const first = tokens[from];
  if (first === undefined || first.typed.plain.length > longestPiece) return none;
  let found: Joined[] | undefined;
  let run: Run | undefined;
  let single = first.typed.plain.length === 1;
  let before = first;
  for (let to = from + 1; to < tokens.length; to++) {
    const next = tokens[to];
    if (next === undefined) break;
    single &&= next.typed.plain.length === 1;
    const apart = next.start - before.end;
    if (!(single && apart <= 2) && !(apart === 1 && glue.has(text.charCodeAt(before.end)))) break;
    run = (run ?? begun.with(text, first)).with(text, next);
    if (run.reading === undefined) break;
    found ??= [];
    found.push({ to, reading: run.reading });
    before = next;
  }
  return found ?? none;
}

const none: readonly Joined[] = [];
/** Letters of the longest piece that a broken word begins with. */
const longestPiece = 4;
/** Signs that stand inside a broken word: `- . _ · * / | ~ +`. */
const glue = new Set(Array.from('-._·*/|~+', (sign) => sign.charCodeAt(0)));

/** Pieces put together, and what came of them with one more: the same pieces are joined and read once in a message. */
class Run {
  readonly letters: string;
  /** Nothing when it is too long for a syllable. */
  readonly reading: readonly Syllable[] | undefined;
  readonly #longer = new Map<Token['readings'], Run>();

  constructor(letters: string, reading: readonly Syllable[] | undefined) {
    this.letters = letters;
    this.reading = reading;
  }

  /** This run and one more token; equal words of a message share their readings. */
  with(text: string, { readings, start, end }: Token): Run {
    let longer = this.#longer.get(readings);
    if (longer === undefined) {
      const letters = this.letters + text.slice(start, end);
      longer = new Run(letters, readJoined(letters));
      this.#longer.set(readings, longer);
    }
    return longer;
  }
}

function readJoined(letters: string): readonly Syllable[] | undefined {
  if (letters.length > longestSyllable * marksPerLetter) return undefined;
  const syllable = readSyllable(letters);
  return syllable.plain.length > longestSyllable ? undefined : [syllable];
}

/**
 * People mix: a greeting from the phone's suggestions, then words without marks. So marks are counted around each word
 * inside its sentence, and over the whole message only where a sentence is too short to tell.
 */
function withMarkedness(words: readonly Word[]): Token[] {
  const latin = sumsOf(words, ({ isLatin }) => isLatin);
  const marked = sumsOf(words, ({ isMarked }) => isMarked);
  const share = (from: number, to: number): number | undefined => {
    const all = (latin[to] ?? 0) - (latin[from] ?? 0);
    return all < fewestToTell ? undefined : ((marked[to] ?? 0) - (marked[from] ?? 0)) / all;
  };
  const whole = share(0, words.length) ?? ((marked.at(-1) ?? 0) > 0 ? 1 : 0);
  const sentences = sentenceBounds(words);
  return words.map(({ reading: { typed, readings }, start, end, place }, at) => {
    const [first, after] = sentences[at] ?? [0, 0];
    const near = share(Math.max(first, at - neighbours), Math.min(after, at + neighbours + 1));
    return { typed, readings, start, end, place, marked: (near ?? whole) >= markedShare };
  });
}

/** How many words before each, and in all, are such. */
function sumsOf(words: readonly Word[], is: (reading: Reading) => boolean): Int32Array {
  const sums = new Int32Array(words.length + 1);
  let sum = 0;
  words.forEach(({ reading }, at) => {
    if (is(reading)) sum += 1;
    sums[at + 1] = sum;
  });
  return sums;
}

/** Words to either side that tell whether marks are being typed, and the fewest of them that can tell. */
const neighbours = 5;
const fewestToTell = 3;

/** First word and end (exclusive) of the sentence each word stands in. */
function sentenceBounds(words: readonly Word[]): readonly (readonly [number, number])[] {
  const bounds: (readonly [number, number])[] = [];
  let first = 0;
  for (let at = 0; at < words.length; at++) {
    const next = words[at + 1];
    if (next !== undefined && next.place - (words[at]?.place ?? 0) < places.stop) continue;
    const sentence = [first, at + 1] as const;
    while (bounds.length <= at) bounds.push(sentence);
    first = at + 1;
  }
  return bounds;
}
