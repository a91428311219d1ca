import { classifierLimits as limits } from './limits.ts';

/** The small parts of a net, in the order of its file and of the kernel's memory. */
export const netParts = [
  'context',
  'contextBias',
  'recurrent',
  'recurrentBias',
  'hidden',
  'hiddenBias',
  'outputs',
  'outputBias',
] as const;
export type NetPart = (typeof netParts)[number];

/**
 * A small net over the words of a message: each word is the sum of what is known of it (itself, its concepts, its field of
 * life); units that remember read on from both ends and add to each word what stands before and behind it; more of them read
 * the words so changed, what each remembers at its strongest counts, and one hidden layer makes the outputs. After
 * J. Bradbury et al., "Quasi-Recurrent Neural Networks", ICLR 2017, and the pooling of Y. Kim, "Convolutional Neural
 * Networks for Sentence Classification", EMNLP 2014.
 *
 * `context`, `recurrent`: a row of `netWidth` for the gate of each unit that reads forward, then for what each takes in anew;
 * the same for those that read backward. `hidden`: a row of `inputWidth` for each hidden unit. `outputs`: a row of `netHidden`
 * for each output.
 */
export interface Net extends Readonly<Record<NetPart, Float32Array>> {
  /** A row of `netWidth` numbers for each piece of the vocabulary, times `wordScale`. */
  readonly words: Float32Array | Int8Array;
  readonly wordScale: number;
}

/**
 * What the net reads of a message: numbers word after word, `ends` where each word's numbers end, the rules' signs. The numbers
 * are hashes as the features give them, or the rows of `words` that a vocabulary makes of them.
 */
export interface Pieces {
  readonly ends: Int32Array;
  readonly numbers: Int32Array;
  readonly signs: Int32Array;
}

const { netWidth: width, netUnits: unitCount, netHidden: hiddenCount } = limits;
/** Numbers that the hidden layer reads. */
export const inputWidth = 2 * width + 2 * unitCount;
/** Rows of the recurrent layer: gate and candidate of each unit in both directions. */
const recurrentRows = 4 * unitCount;
/** The same of the layer before it, which has a unit of each direction for each number of a word. */
const contextRows = 4 * width;

/** How many numbers each part has in a net of so many outputs. */
export const sizesOf = (outputCount: number): Readonly<Record<NetPart, number>> => ({
  context: contextRows * width,
  contextBias: contextRows,
  recurrent: recurrentRows * width,
  recurrentBias: recurrentRows,
  hidden: hiddenCount * inputWidth,
  hiddenBias: hiddenCount,
  outputs: outputCount * hiddenCount,
  outputBias: outputCount,
});

/** A value for each part. */
export const eachPart = <T>(valueOf: (part: NetPart) => T): Record<NetPart, T> =>
  Object.fromEntries(netParts.map((part) => [part, valueOf(part)])) as Record<NetPart, T>;
