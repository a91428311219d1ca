import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Published, smallestShown, suppress, suppressList } from '../../src/report/suppress.ts';

/* Cells under five go, and so does whatever would give them away. */

const hide = 'hidden';

describe('a list with its sum', () => {
  test.each([
    ['nothing small', [5, 9, 0], [5, 9, 0], 14],
    ['one small cell takes the smallest neighbour', [3, 20, 7], [hide, 20, hide], 30],
    ['two ones are not enough to hide each other', [1, 1, 30, 8], [hide, hide, 30, hide], 40],
    ['three and two hide each other', [3, 2, 30], [hide, hide, 30], 35],
    ['a sum under five is small itself', [3, 0], [hide, 0], hide],
    ['alone, its sum would tell it', [4], [hide], hide],
    ['nobody at all', [0, 0, 0], [0, 0, 0], 0],
  ])('%s', (_, counts, cells, total) => {
    expect(suppressList(counts)).toEqual({ cells, total });
  });
});

test('a table keeps its secret along rows and columns', () => {
  const { cells, rowTotals, columnTotals, total } = suppress([
    [2, 30, 40],
    [50, 60, 70],
    [80, 90, 6],
  ]);
  expect(cells[0]?.[0]).toBe(hide);
  for (const line of [cells[0], cells.map((row) => row[0])])
    expect(line?.filter((cell) => cell === hide).length).toBeGreaterThan(1);
  expect([...rowTotals, ...columnTotals, total]).not.toContain(hide);
});

/** Every table of whole numbers that agrees with what was published. */
function* readings(
  { cells, rowTotals, columnTotals, total }: Published,
  most: number,
): Generator<number[][]> {
  const rows = cells.length;
  const columns = cells[0]?.length ?? 0;
  const agrees = (grid: number[][]): boolean => {
    const across = grid.map((row) => row.reduce((a, b) => a + b, 0));
    const down = Array.from({ length: columns }, (_, c) => grid.reduce((sum, row) => sum + (row[c] ?? 0), 0));
    return (
      across.every((sum, r) => rowTotals[r] === hide || rowTotals[r] === sum) &&
      down.every((sum, c) => columnTotals[c] === hide || columnTotals[c] === sum) &&
      (total === hide || total === across.reduce((a, b) => a + b, 0))
    );
  };
  function* fill(place: number, grid: number[][]): Generator<number[][]> {
    if (place === rows * columns) {
      if (agrees(grid)) yield grid.map((row) => [...row]);
      return;
    }
    const row = Math.floor(place / columns);
    const column = place % columns;
    const cell = cells[row]?.[column];
    const values = cell === hide ? Array.from({ length: most + 1 }, (_, value) => value) : [cell ?? 0];
    for (const value of values) {
      grid[row]![column] = value;
      yield* fill(place + 1, grid);
    }
  }
  yield* fill(
    0,
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0)),
  );
}

const size = fc.constantFrom([1, 2], [1, 3], [2, 2]);
const counts = size.chain(([rows, columns]) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  }),
);

test('what is small can be read in more than one way, whatever the table', () => {
  fc.assert(
    fc.property(counts, (given) => {
      const published = suppress(given);
      const small = given.flatMap((row, r) =>
        row.flatMap((value, c) => (value > 0 && value < smallestShown ? [[r, c] as const] : [])),
      );
      for (const [row, column] of small) expect(published.cells[row]?.[column]).toBe(hide);
      if (small.length === 0) return;
      const seen = small.map(() => new Set<number>());
      for (const grid of readings(published, 12))
        small.forEach(([row, column], at) => seen[at]?.add(grid[row]?.[column] ?? 0));
      for (const values of seen) expect(values.size).toBeGreaterThan(1);
    }),
    { numRuns: 100 },
  );
});
