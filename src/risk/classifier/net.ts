import { classifierLimits as limits } from './limits.ts';

/** The small parts of a net, in the order of its file and of the kernel's memory. */
export const netParts = [
  'filters',
  'filterBias',
  'recurrent',
  'recurrentBias',
  'hidden',
  'hiddenBias',
  'outputs',
  'outputBias',
] as const;
export type NetPart = (typeof netParts)[number];

/**
 * A small net over the words of a message: each word is the sum of what is known of it (itself, its
 * concepts, its field of life), filters look at neighbouring words together, units that remember read on from both ends, what
 * each answers at its strongest counts, and one hidden layer makes the outputs. After Y. Kim, "Convolutional Neural Networks
 * for Sentence Classification", EMNLP 2014, and J. Bradbury et al., "Quasi-Recurrent Neural Networks", ICLR 2017.
 *
 * `filters`: a row of `filterWidth` numbers for each filter. `recurrent`: a row of `netWidth` for the gate of each unit that
 * reads forward, then for what each takes in anew; the same for those that read backward. `hidden`: a row of `inputWidth` for
 * each hidden unit. `outputs`: a row of `netHidden` for each output.
 */
export interface Net extends Readonly<Record<NetPart, Float32Array>> {
  /** A row of `netWidth` numbers for each bucket, times `wordScale`. */
  readonly words: Float32Array | Int8Array;
  readonly wordScale: number;
}

/** What the net reads of a message: numbers word after word, `ends` where each word's numbers end, the rules' signs. */
export interface Pieces {
  readonly ends: Int32Array;
  readonly numbers: Int32Array;
  readonly signs: Int32Array;
}

const {
  netWidth: width,
  netFilters: filterCount,
  netReach: reach,
  netUnits: unitCount,
  netHidden: hiddenCount,
} = limits;
/** Numbers that the hidden layer reads. */
export const inputWidth = filterCount + 2 * width + 2 * unitCount;
/** Numbers that one filter reads. */
export const filterWidth = reach * width;
/** Rows of the recurrent layer: gate and candidate of each unit in both directions. */
const recurrentRows = 4 * unitCount;

/** How many numbers each part has in a net of so many outputs. */
export const sizesOf = (outputCount: number): Readonly<Record<NetPart, number>> => ({
  filters: filterCount * filterWidth,
  filterBias: filterCount,
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
