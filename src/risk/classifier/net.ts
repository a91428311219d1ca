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

const { netWidth: width, netFilters: filterCount, netReach: reach } = limits;
/** Numbers that the hidden layer reads. */
export const inputWidth = filterCount + 2 * width;
/** Numbers that one filter reads. */
export const filterWidth = reach * width;
