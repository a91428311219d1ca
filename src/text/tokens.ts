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
      words.push({ ...reading, start: match.index + at, end: match.index + at + piece.length, place });
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

type Reading = Pick<Token, 'typed' | 'readings'>;
type Word = Omit<Token, 'marked'>;

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
  return { typed, readings };
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
  const read = new Map<string, Syllable>();
  for (let from = 0; from + 1 < tokens.length; from++) {
    const found = joinsFrom(text, tokens, from, read);
    if (found.length > 0) joined.set(from, found);
  }
  return joined;
}

function joinsFrom(
  text: string,
  tokens: readonly Token[],
  from: number,
  read: Map<string, Syllable>,
): readonly Joined[] {
  const found: Joined[] = [];
  const first = tokens[from];
  if (first === undefined || first.typed.plain.length > 4) return found;
  let letters = text.slice(first.start, first.end);
  let single = first.typed.plain.length === 1;
  for (let to = from + 1; to < tokens.length; to++) {
    const before = tokens[to - 1];
    const next = tokens[to];
    if (before === undefined || next === undefined) break;
    single &&= next.typed.plain.length === 1;
    const glued = next.start - before.end === 1 && /[-._·*/|~+]/.test(text[before.end] ?? '');
    if (!glued && !(single && next.start - before.end <= 2)) break;
    letters += text.slice(next.start, next.end);
    if (letters.length > longestSyllable * marksPerLetter) break;
    const syllable = read.get(letters) ?? readSyllable(letters);
    read.set(letters, syllable);
    if (syllable.plain.length > longestSyllable) break;
    found.push({ to, reading: [syllable] });
  }
  return found;
}

/**
 * People mix: a greeting from the phone's suggestions, then words without marks. So marks are counted around each word
 * inside its sentence, and over the whole message only where a sentence is too short to tell.
 */
function withMarkedness(words: readonly Word[]): Token[] {
  const latin = [0];
  const marked = [0];
  for (const { typed } of words) {
    const counts = /^[a-z]+$/.test(typed.plain);
    latin.push((latin.at(-1) ?? 0) + (counts ? 1 : 0));
    marked.push((marked.at(-1) ?? 0) + (counts && hasMarks(typed) ? 1 : 0));
  }
  const share = (from: number, to: number): number | undefined => {
    const all = (latin[to] ?? 0) - (latin[from] ?? 0);
    return all < fewestToTell ? undefined : ((marked[to] ?? 0) - (marked[from] ?? 0)) / all;
  };
  const whole = share(0, words.length) ?? ((marked.at(-1) ?? 0) > 0 ? 1 : 0);
  const sentences = sentenceBounds(words);
  return words.map((word, at) => {
    const [first = 0, end = 0] = sentences[at] ?? [];
    const near = share(Math.max(first, at - neighbours), Math.min(end, at + neighbours + 1));
    return { ...word, marked: (near ?? whole) >= markedShare };
  });
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
    while (bounds.length <= at) bounds.push([first, at + 1]);
    first = at + 1;
  }
  return bounds;
}
