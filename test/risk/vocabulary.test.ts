import { describe, expect, test } from 'vitest';
import { classifierLimits as limits } from '../../src/risk/classifier/limits.ts';
import type { Pieces } from '../../src/risk/classifier/net.ts';
import { makeRowsOf, vocabularyOf } from '../../src/risk/classifier/vocabulary.ts';

const read = (words: readonly (readonly number[])[], signs: readonly number[] = []): Pieces => {
  let end = 0;
  return {
    ends: Int32Array.from(words, ({ length }) => (end += length)),
    numbers: Int32Array.from(words.flat()),
    signs: Int32Array.from(signs),
  };
};

describe('the vocabulary of the nets', () => {
  const often = Array.from({ length: limits.knownFrom }, () => [read([[5, -7]], [90])]);

  test('holds, in order, what enough lines hold, signs too', () => {
    expect([...vocabularyOf(often)]).toEqual([-7, 5, 90]);
  });

  test('a piece in many copies of one line counts once', () => {
    const line = Array.from({ length: 9 }, () => read([[3, 3], [3]]));
    expect([...vocabularyOf([...often, line])]).toEqual([-7, 5, 90]);
  });

  test('gives rows; what is not known is left out and its word stays', () => {
    const rowsOf = makeRowsOf(vocabularyOf(often));
    expect(rowsOf(read([[5, 8], [8], [-7], [90, 5]], [90, 4]))).toEqual(read([[1], [], [0], [2, 1]], [2]));
    expect(rowsOf(read([]))).toEqual(read([]));
  });
});
