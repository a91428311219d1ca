import { classifierLimits as limits } from './limits.ts';

/**
 * A small net over the words of a message: each word is the sum of what is known of it (itself, its
 * concepts, its field of life), filters look at neighbouring words together, units that remember read on from both ends, what each
 * answers at its strongest counts, and one hidden layer makes the outputs. After Y. Kim, "Convolutional Neural Networks for
 * Sentence Classification", EMNLP 2014, and J. Bradbury et al., "Quasi-Recurrent Neural Networks", ICLR 2017.
 */
export interface Net {
  /** A row of `netWidth` numbers for each bucket, times `wordScale`. */
  readonly words: Float32Array | Int8Array;
  readonly wordScale: number;
  /** A row of `netReach · netWidth` for each filter. */
  readonly filters: Float32Array;
  readonly filterBias: Float32Array;
  /**
   * A row of `netWidth` for the gate of each recurrent unit that reads forward, then for what each takes in anew; the same
   * for those that read backward.
   */
  readonly recurrent: Float32Array;
  readonly recurrentBias: Float32Array;
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

const { netWidth: width, netFilters: filterCount, netReach: reach, netUnits: unitCount } = limits;
/** Numbers that the hidden layer reads. */
export const inputWidth = filterCount + 2 * width + 2 * unitCount;
/** Numbers that one filter reads. */
export const filterWidth = reach * width;
/** Rows of the recurrent layer: gate and candidate of each unit in both directions. */
export const recurrentRows = 4 * unitCount;
