import { classifierLimits as limits } from './limits.ts';
import type { Pieces } from './net.ts';

/**
 * The pieces (hashes of words, concepts, signs) that enough lines hold, in ascending order: a net has a row of its own for each,
 * and what nobody taught it counts as left out, not as some other word. `texts`: for each line what is read of its copies.
 */
export function vocabularyOf(texts: Iterable<readonly Pieces[]>): Int32Array {
  const lines = new Map<number, number>();
  for (const copies of texts)
    for (const piece of new Set(copies.flatMap(({ numbers, signs }) => [...numbers, ...signs])))
      lines.set(piece, (lines.get(piece) ?? 0) + 1);
  return Int32Array.from(
    [...lines].filter(([, count]) => count >= limits.knownFrom).map(([piece]) => piece),
  ).sort();
}

/** Makes what gives the rows of pieces, those that are not known left out. */
export function makeRowsOf(vocabulary: Int32Array): (pieces: Pieces) => Pieces {
  const rows = new Map(Array.from(vocabulary, (piece, row) => [piece, row]));
  return ({ ends, numbers, signs }) => {
    const known: number[] = [];
    let at = 0;
    const knownEnds = ends.map((end) => {
      for (; at < end; at++) push(known, rows.get(numbers[at] ?? 0));
      return known.length;
    });
    const knownSigns: number[] = [];
    for (const sign of signs) push(knownSigns, rows.get(sign));
    return { ends: knownEnds, numbers: Int32Array.from(known), signs: Int32Array.from(knownSigns) };
  };
}

function push(rows: number[], row: number | undefined): void {
  if (row !== undefined) rows.push(row);
}
