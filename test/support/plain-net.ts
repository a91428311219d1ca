import { classifierLimits as limits } from '../../src/risk/classifier/limits.ts';
import { filterWidth, inputWidth, type Net, type Pieces } from '../../src/risk/classifier/net.ts';

const { netWidth: width, netFilters: filterCount, netUnits: unitCount, netHidden: hiddenCount } = limits;

/** The logits of a net by the plainest arithmetic: what the kernel must say, but for rounding. */
export function plainLogits(net: Net, { ends, numbers, signs }: Pieces): readonly number[] {
  const rowOf = (piece: number): number[] => {
    const from = (piece & (limits.netBuckets - 1)) * width;
    return Array.from(net.words.subarray(from, from + width), (value) => value * net.wordScale);
  };
  const sumOf = (pieces: Int32Array, times: number): number[] =>
    [...pieces]
      .map(rowOf)
      .reduce((sum, row) => sum.map((value, at) => value + (row[at] ?? 0) * times), empty());
  const share = (count: number): number => 1 / Math.sqrt(Math.max(1, count));
  const words = [...ends].map((end, word) => {
    const own = numbers.subarray(ends[word - 1] ?? 0, end);
    return sumOf(own, share(own.length));
  });
  const around = [empty(), ...words, empty()];
  const pooled = Array.from({ length: filterCount }, (_, filter) => {
    const answers = words.map(
      (_word, at) =>
        (net.filterBias[filter] ?? 0) +
        dot(net.filters, filter * filterWidth, around.slice(at, at + 3).flat()),
    );
    return Math.max(0, ...answers);
  });
  const mean = words.reduce(
    (sum, word) => sum.map((value, at) => value + (word[at] ?? 0) * share(words.length)),
    empty(),
  );
  const rows = words.map((word) =>
    Array.from(net.recurrentBias, (bias, row) => squashed(bias + dot(net.recurrent, row * width, word))),
  );
  const input = [
    ...pooled,
    ...mean,
    ...sumOf(signs, 1),
    ...mostRemembered(rows, 0),
    ...mostRemembered(rows.toReversed(), 2 * unitCount),
  ];
  const hidden = Array.from({ length: hiddenCount }, (_, unit) =>
    Math.max(0, (net.hiddenBias[unit] ?? 0) + dot(net.hidden, unit * inputWidth, input)),
  );
  return Array.from(net.outputBias, (bias, output) => bias + dot(net.outputs, output * hiddenCount, hidden));
}

const squashed = (value: number): number => value / (1 + Math.abs(value));

/** What the units whose gates begin at `from` remember at their strongest, word after word. */
function mostRemembered(rows: readonly (readonly number[])[], from: number): readonly number[] {
  return Array.from({ length: unitCount }, (_, unit) => {
    let state = 0;
    const states = rows.map((row) => {
      const kept = (1 + (row[from + unit] ?? 0)) / 2;
      state = kept * state + (1 - kept) * (row[from + unitCount + unit] ?? 0);
      return state;
    });
    return states.length === 0 ? 0 : Math.max(...states);
  });
}

const empty = (): number[] => Array.from({ length: width }, () => 0);
const dot = (row: Float32Array, from: number, by: readonly number[]): number =>
  by.reduce((sum, value, at) => sum + value * (row[from + at] ?? 0), 0);
