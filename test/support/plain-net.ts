import { classifierLimits as limits } from '../../src/risk/classifier/limits.ts';
import { inputWidth, type Net, type Pieces } from '../../src/risk/classifier/net.ts';

const { netWidth: width, netUnits: unitCount, netHidden: hiddenCount } = limits;

/** The logits of a net by the plainest arithmetic: what the kernel must say, but for rounding. */
export function plainLogits(net: Net, { ends, numbers, signs }: Pieces): readonly number[] {
  const rowOf = (row: number): number[] => {
    const from = row * width;
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
  const before = statesOf(gatesOf(net, 'context', words), width, 0);
  const behind = statesOf(gatesOf(net, 'context', words).toReversed(), width, 2 * width).toReversed();
  const mixed = words.map((word, at) =>
    word.map((value, place) => value + (before[at]?.[place] ?? 0) + (behind[at]?.[place] ?? 0)),
  );
  const mean = words.reduce(
    (sum, word) => sum.map((value, at) => value + (word[at] ?? 0) * share(words.length)),
    empty(),
  );
  const rows = gatesOf(net, 'recurrent', mixed);
  const input = [
    ...mean,
    ...sumOf(signs, 1),
    ...strongest(statesOf(rows, unitCount, 0)),
    ...strongest(statesOf(rows.toReversed(), unitCount, 2 * unitCount)),
  ];
  const hidden = Array.from({ length: hiddenCount }, (_, unit) =>
    Math.max(0, (net.hiddenBias[unit] ?? 0) + dot(net.hidden, unit * inputWidth, input)),
  );
  return Array.from(net.outputBias, (bias, output) => bias + dot(net.outputs, output * hiddenCount, hidden));
}

const squashed = (value: number): number => value / (1 + Math.abs(value));

/** Gates and candidates of a layer for each word. */
const gatesOf = (
  net: Net,
  layer: 'context' | 'recurrent',
  words: readonly (readonly number[])[],
): readonly (readonly number[])[] =>
  words.map((word) =>
    Array.from(net[`${layer}Bias`], (bias, row) => squashed(bias + dot(net[layer], row * width, word))),
  );

/** What the units whose gates begin at `from` remember after each word. */
function statesOf(
  rows: readonly (readonly number[])[],
  count: number,
  from: number,
): readonly (readonly number[])[] {
  let states = Array.from({ length: count }, () => 0);
  return rows.map((row) => {
    states = states.map((state, unit) => {
      const kept = (1 + (row[from + unit] ?? 0)) / 2;
      return kept * state + (1 - kept) * (row[from + count + unit] ?? 0);
    });
    return states;
  });
}

const strongest = (states: readonly (readonly number[])[]): readonly number[] =>
  Array.from({ length: unitCount }, (_, unit) =>
    states.length === 0 ? 0 : Math.max(...states.map((after) => after[unit] ?? 0)),
  );

const empty = (): number[] => Array.from({ length: width }, () => 0);
const dot = (row: Float32Array, from: number, by: readonly number[]): number =>
  by.reduce((sum, value, at) => sum + value * (row[from + at] ?? 0), 0);
