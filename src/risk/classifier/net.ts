import { classifierLimits as limits } from './limits.ts';

/**
 * A small convolutional net over the words of a message: each word is the sum of what is known of it (itself, its
 * concepts, its field of life), filters look at neighbouring words together, the strongest answer of each counts, and one hidden
 * layer makes the outputs. After Y. Kim, "Convolutional Neural Networks for Sentence Classification", EMNLP 2014.
 */
export interface Net {
  /** A row of `netWidth` numbers for each bucket, times `wordScale`. */
  readonly words: Float32Array | Int8Array;
  readonly wordScale: number;
  /** A row of `netReach · netWidth` for each filter. */
  readonly filters: Float32Array;
  readonly filterBias: Float32Array;
  /** A row of `inputWidth` for each hidden unit. */
  readonly hidden: Float32Array;
  readonly hiddenBias: Float32Array;
  /** A row of `netHidden` for each output. */
  readonly outputs: Float32Array;
  readonly outputBias: Float32Array;
}

/** What the net reads of a message: numbers word after word, `ends` where each word's numbers end, the rules' signs. */
export interface Pieces {
  readonly ends: Int32Array;
  readonly numbers: Int32Array;
  readonly signs: Int32Array;
}

/** All values between a message and the outputs, in order; training goes back through them. */
export interface Layers {
  /** The words' vectors, an empty one before the first. */
  readonly vectors: Float32Array;
  /** For each filter the row of `vectors` from which it answered most; −1 where none answered. */
  readonly strongest: Int32Array;
  /** Filters' answers, the sum of all words, the sum of the signs. */
  readonly input: Float32Array;
  readonly hidden: Float32Array;
  /** Logits. */
  readonly outputs: Float32Array;
}

const { netWidth: width, netFilters: filterCount, netHidden: hiddenCount, netReach: reach } = limits;
const mask = limits.netBuckets - 1;
/** Numbers that the hidden layer reads. */
export const inputWidth = filterCount + 2 * width;
/** Numbers that one filter reads. */
export const filterWidth = reach * width;

/** Judges a message; `keep` multiplies the hidden units (while training some are left out). */
export function layersOf(net: Net, pieces: Pieces, keep?: Float32Array): Layers {
  const input = new Float32Array(inputWidth);
  const vectors = vectorsOf(net, pieces, input);
  const strongest = filterInto(net, vectors, pieces.ends.length, input);
  const hidden = new Float32Array(hiddenCount);
  for (let unit = 0; unit < hiddenCount; unit++) {
    const sum = (net.hiddenBias[unit] ?? 0) + dot(net.hidden, unit * inputWidth, input, 0, inputWidth);
    hidden[unit] = sum > 0 ? sum * (keep?.[unit] ?? 1) : 0;
  }
  const outputs = net.outputBias.map(
    (bias, output) => bias + dot(net.outputs, output * hiddenCount, hidden, 0, hiddenCount),
  );
  return { vectors, strongest, input, hidden, outputs };
}

/** The words' vectors; their sum and that of the signs go into `input`. */
function vectorsOf(
  { words, wordScale }: Net,
  { ends, numbers, signs }: Pieces,
  input: Float32Array,
): Float32Array {
  const count = ends.length;
  const vectors = new Float32Array((count + reach - 1) * width);
  const whole = shareOf(count);
  let at = 0;
  for (let word = 0; word < count; word++) {
    const end = ends[word] ?? at;
    const scale = wordScale * shareOf(end - at);
    const start = (word + 1) * width;
    for (; at < end; at++) {
      const row = ((numbers[at] ?? 0) & mask) * width;
      for (let place = 0; place < width; place++)
        vectors[start + place] = (vectors[start + place] ?? 0) + (words[row + place] ?? 0) * scale;
    }
    for (let place = 0; place < width; place++)
      input[filterCount + place] = (input[filterCount + place] ?? 0) + (vectors[start + place] ?? 0) * whole;
  }
  for (const sign of signs) {
    const row = (sign & mask) * width;
    const start = filterCount + width;
    for (let place = 0; place < width; place++)
      input[start + place] = (input[start + place] ?? 0) + (words[row + place] ?? 0) * wordScale;
  }
  return vectors;
}

/** How much each of so many pieces of a word counts, and each of so many words in the sum of all. */
export const shareOf = (count: number): number => 1 / Math.sqrt(Math.max(1, count));

/** The strongest answer of each filter goes into `input`; gives where it was found. */
function filterInto(
  { filters, filterBias }: Net,
  vectors: Float32Array,
  count: number,
  input: Float32Array,
): Int32Array {
  const strongest = new Int32Array(filterCount).fill(-1);
  for (let filter = 0; filter < filterCount; filter++) {
    const bias = filterBias[filter] ?? 0;
    let most = 0;
    for (let word = 0; word < count; word++) {
      const answer = bias + dot(filters, filter * filterWidth, vectors, word * width, filterWidth);
      if (answer <= most) continue;
      most = answer;
      strongest[filter] = word;
    }
    input[filter] = most;
  }
  return strongest;
}

/**
 * The sum of products of two rows, which begin at `fromA` and `fromB`: four sums side by side, so that none waits for the one
 * before; the length is a multiple of four.
 */
export function dot(a: Float32Array, fromA: number, b: Float32Array, fromB: number, length: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let at = 0; at < length; at += 4) {
    first += (a[fromA + at] ?? 0) * (b[fromB + at] ?? 0);
    second += (a[fromA + at + 1] ?? 0) * (b[fromB + at + 1] ?? 0);
    third += (a[fromA + at + 2] ?? 0) * (b[fromB + at + 2] ?? 0);
    fourth += (a[fromA + at + 3] ?? 0) * (b[fromB + at + 3] ?? 0);
  }
  return first + second + third + fourth;
}

/** Logits of several nets, averaged. */
export function outputsOf(nets: readonly Net[], pieces: Pieces): Float32Array {
  const all = nets.map((net) => layersOf(net, pieces).outputs);
  return (all[0] ?? new Float32Array()).map(
    (_, output) => all.reduce((sum, outputs) => sum + (outputs[output] ?? 0), 0) / all.length,
  );
}
