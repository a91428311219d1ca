import type { Hit } from '../phrase-tree.ts';

/** Numbers of hits by the word they end at: those of word `at` stand in `numbers` from `starts[at]` to `starts[at + 1]`. */
export interface ByEnd {
  readonly starts: Int32Array;
  readonly numbers: Int32Array;
}

/** Sorts the hits of a message of `count` words by the word they end at; those of one word keep their order. */
export function byEnd(hits: readonly Hit[], count: number): ByEnd {
  const starts = new Int32Array(count + 1);
  for (const { to } of hits) starts[to + 1] = (starts[to + 1] ?? 0) + 1;
  for (let at = 1; at <= count; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const free = starts.slice();
  const numbers = new Int32Array(hits.length);
  hits.forEach(({ to }, number) => {
    const next = free[to] ?? 0;
    numbers[next] = number;
    free[to] = next + 1;
  });
  return { starts, numbers };
}
