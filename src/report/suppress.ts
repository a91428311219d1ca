/** Cells under this are hidden, and others with them, so that they cannot be worked out (safety-content §9). */
export const smallestShown = 5;

/** What stands in a published cell: a number, or nothing that could tell somebody. */
export type Cell = number | 'hidden';

/** A published table: `cells[row][column]`, with the sums at its edges. */
export interface Published {
  readonly cells: readonly (readonly Cell[])[];
  readonly rowTotals: readonly Cell[];
  readonly columnTotals: readonly Cell[];
  readonly total: Cell;
}

const isSmall = (value: number): boolean => value > 0 && value < smallestShown;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * Hides every count from 1 to 4, and as many neighbours as it takes that no hidden one follows from the sums: along each
 * row and column (edges included) at least two are hidden, and together they hold at least `smallestShown`. A zero says
 * of nobody anything and stays, unless it is needed as a neighbour.
 */
export function suppress(counts: readonly (readonly number[])[]): Published {
  const grid = withEdges(counts);
  const hidden = grid.map((line) => line.map(isSmall));
  // One table: the edges are its last row and column, and every line must keep its secret.
  for (let changed = true; changed; ) changed = lines(grid).some((line) => keepSecret(grid, hidden, line));
  const cell = (row: number, column: number): Cell =>
    hidden[row]?.[column] === true ? 'hidden' : (grid[row]?.[column] ?? 0);
  const rows = counts.map((_, row) => row);
  const columns = (counts[0] ?? []).map((_, column) => column);
  const edge = { row: rows.length, column: columns.length };
  return {
    cells: rows.map((row) => columns.map((column) => cell(row, column))),
    rowTotals: rows.map((row) => cell(row, edge.column)),
    columnTotals: columns.map((column) => cell(edge.row, column)),
    total: cell(edge.row, edge.column),
  };
}

/** A list of counts with its sum, published. */
export function suppressList(counts: readonly number[]): {
  readonly cells: readonly Cell[];
  readonly total: Cell;
} {
  const { cells, rowTotals } = suppress([counts]);
  return { cells: cells[0] ?? [], total: rowTotals[0] ?? 0 };
}

function withEdges(counts: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const rows = counts.map((row) => [...row, sum(row)]);
  const width = (counts[0]?.length ?? 0) + 1;
  const edge = Array.from({ length: width }, (_, column) => sum(rows.map((row) => row[column] ?? 0)));
  return [...rows, edge];
}

type Place = readonly [row: number, column: number];

/** Every row and every column of the table with its edges: the cells whose sum is known. */
function lines(grid: readonly (readonly number[])[]): readonly (readonly Place[])[] {
  const width = grid[0]?.length ?? 0;
  const across = grid.map((line, row) => line.map((_, column): Place => [row, column]));
  const down = Array.from({ length: width }, (_, column) => grid.map((_line, row): Place => [row, column]));
  return [...across, ...down];
}

/** Hides one more cell of a line whose hidden ones could be worked out; false when none has to be. */
function keepSecret(
  grid: readonly (readonly number[])[],
  hidden: boolean[][],
  line: readonly Place[],
): boolean {
  const value = ([row, column]: Place): number => grid[row]?.[column] ?? 0;
  const secret = line.filter(([row, column]) => hidden[row]?.[column] === true);
  if (secret.length === 0) return false;
  if (secret.length > 1 && sum(secret.map(value)) >= smallestShown) return false;
  const open = line.filter(([row, column]) => hidden[row]?.[column] !== true);
  const [next] = open.toSorted((a, b) => usefulness(value(a)) - usefulness(value(b)));
  if (next === undefined) return false;
  const [row, column] = next;
  const target = hidden[row];
  if (target === undefined) return false;
  target[column] = true;
  return true;
}

/** The smallest number that hides anything goes first; zeros hide little and go last. */
const usefulness = (value: number): number => (value === 0 ? Number.MAX_SAFE_INTEGER : value);
