import { classifierLimits as limits } from './limits.ts';
import { dot, filterWidth, inputWidth, layersOf, type Net, type Pieces, shareOf } from './net.ts';

/** The logit of one output for a message that was read. */
export type Read = (output: number) => number;

const { netWidth: width, netFilters: filterCount, netHidden: hiddenCount, netReach: reach } = limits;
const mask = limits.netBuckets - 1;
/** A row: the piece's own vector, then what each filter makes of it at each place of its reach. */
const rowWidth = width + reach * filterCount;

/**
 * Reads messages with a net and says what `layersOf` says, but for rounding, in a fraction of the time: what the filters
 * make of a piece is the same in every message, so it is worked out once and kept as whole numbers of 16 bits times
 * `unit`, and a word is the sum of a few rows.
 */
export function makeReader(net: Net): (pieces: Pieces) => Read {
  const unit = largestOf(net) / 32_767;
  const rows = new Int16Array(limits.netRowsKept * rowWidth);
  /** For each bucket where its row begins, −1 where it is not kept. */
  const places = new Int32Array(limits.netBuckets).fill(-1);
  let used = 0;

  function forget(): void {
    places.fill(-1);
    used = 0;
  }

  function placeOf(piece: number): number {
    const bucket = piece & mask;
    const known = places[bucket] ?? -1;
    if (known >= 0) return known;
    const place = used;
    writeRow(net, bucket, rows, place, unit);
    places[bucket] = place;
    used += rowWidth;
    return place;
  }

  return (pieces) => {
    const { ends, numbers, signs } = pieces;
    const needed = (numbers.length + signs.length) * rowWidth;
    if (needed > rows.length) {
      const { outputs } = layersOf(net, pieces);
      return (output) => outputs[output] ?? 0;
    }
    // Nothing of this message may be forgotten while it is read.
    if (used + needed > rows.length) forget();
    const words = wordsOf(rows, ends, numbers.map(placeOf), unit);
    const input = new Float32Array(inputWidth);
    filterInto(net, words, ends.length, input);
    sumInto(words, ends.length, input);
    sumRows(rows, signs.map(placeOf), 0, signs.length, width, unit, input, filterCount + width);
    const hidden = new Float32Array(hiddenCount);
    for (let own = 0; own < hiddenCount; own++) {
      const sum = (net.hiddenBias[own] ?? 0) + dot(net.hidden, own * inputWidth, input, 0, inputWidth);
      hidden[own] = sum > 0 ? sum : 0;
    }
    return (output) =>
      (net.outputBias[output] ?? 0) + dot(net.outputs, output * hiddenCount, hidden, 0, hiddenCount);
  };
}

/** No number of a row is larger than the longest word times the longest filter, nor than the longest word. */
function largestOf({ words, wordScale, filters }: Net): number {
  const longest = (rows: Float32Array | Int8Array): number => {
    let most = 0;
    for (let row = 0; row < rows.length; row += width) {
      let squares = 0;
      for (let at = row; at < row + width; at++) squares += (rows[at] ?? 0) ** 2;
      most = Math.max(most, squares);
    }
    return Math.sqrt(most);
  };
  return longest(words) * wordScale * Math.max(1, longest(filters));
}

function writeRow(
  { words, wordScale, filters }: Net,
  bucket: number,
  rows: Int16Array,
  at: number,
  unit: number,
): void {
  const scale = wordScale / unit;
  const from = bucket * width;
  for (let place = 0; place < width; place++)
    rows[at + place] = Math.round((words[from + place] ?? 0) * scale);
  for (let offset = 0; offset < reach; offset++)
    for (let filter = 0; filter < filterCount; filter++) {
      const first = filter * filterWidth + offset * width;
      let sum = 0;
      for (let place = 0; place < width; place++)
        sum += (filters[first + place] ?? 0) * (words[from + place] ?? 0);
      rows[at + width + offset * filterCount + filter] = Math.round(sum * scale);
    }
}

/** Each word's row, scaled as `layersOf` scales its vector. */
function wordsOf(rows: Int16Array, ends: Int32Array, places: Int32Array, unit: number): Float32Array {
  const words = new Float32Array(ends.length * rowWidth);
  let from = 0;
  for (let word = 0; word < ends.length; word++) {
    const to = ends[word] ?? from;
    sumRows(rows, places, from, to, rowWidth, unit * shareOf(to - from), words, word * rowWidth);
    from = to;
  }
  return words;
}

/**
 * Writes to `into`, from `at` on, the first `length` numbers (a multiple of four) of the rows at `places[from]` to
 * `places[to − 1]`, added up and times `times`; four side by side, so that none waits for the one before. It takes
 * positions: making parts of the arrays would cost as much as the sum.
 */
function sumRows(
  rows: Int16Array,
  places: Int32Array,
  from: number,
  to: number,
  length: number,
  times: number,
  into: Float32Array,
  at: number,
): void {
  for (let place = 0; place < length; place += 4) {
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let row = from; row < to; row++) {
      const start = (places[row] ?? 0) + place;
      first += rows[start] ?? 0;
      second += rows[start + 1] ?? 0;
      third += rows[start + 2] ?? 0;
      fourth += rows[start + 3] ?? 0;
    }
    into[at + place] = first * times;
    into[at + place + 1] = second * times;
    into[at + place + 2] = third * times;
    into[at + place + 3] = fourth * times;
  }
}

/** The strongest answer of each filter; its first place looks at the word before. */
function filterInto({ filterBias }: Net, words: Float32Array, count: number, input: Float32Array): void {
  for (let first = -1; first < count - 1; first++) {
    const from = Math.max(0, -first);
    const to = Math.min(reach, count - first);
    for (let filter = 0; filter < filterCount; filter++) {
      let answer = filterBias[filter] ?? 0;
      for (let offset = from; offset < to; offset++)
        answer += words[(first + offset) * rowWidth + width + offset * filterCount + filter] ?? 0;
      if (answer > (input[filter] ?? 0)) input[filter] = answer;
    }
  }
}

/** The sum of all words' vectors. */
function sumInto(words: Float32Array, count: number, input: Float32Array): void {
  const whole = shareOf(count);
  for (let word = 0; word < count; word++)
    for (let place = 0; place < width; place++)
      input[filterCount + place] =
        (input[filterCount + place] ?? 0) + (words[word * rowWidth + place] ?? 0) * whole;
}
