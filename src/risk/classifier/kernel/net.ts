/*
 * The arithmetic of one net, four numbers at a time, in AssemblyScript: compiled to WebAssembly by `npm run kernel`
 * (`src/risk-kernel.ts`). It knows numbers and places in its memory only; `net-machine.ts` puts them there.
 * Every operation is one of IEEE 754, in a fixed order: the same bytes on every machine.
 */

/** Bytes of a number of 32 bits. */
const wide: usize = 4;
/** Numbers of 32 bits that are worked on at once. */
const lanes: usize = 4;
/** Whole numbers of 8 bits that are read at once. */
const bytes: i32 = 16;
const page: usize = 65536;

let width: i32 = 0;
let reach: i32 = 0;
let filterCount: i32 = 0;
/** Recurrent units of each direction, and the rows of their weights: a gate and a candidate for each, in both directions. */
let unitCount: i32 = 0;
let rowCount: i32 = 0;
let hiddenCount: i32 = 0;
let outputCount: i32 = 0;
let bucketMask: i32 = 0;
/** Whether words are whole numbers of 8 bits times `wordScale`, not numbers of 32 bits. */
let isRounded: bool = false;
let wordScale: f32 = 1;
let filterWidth: i32 = 0;
let inputWidth: i32 = 0;

let words: usize = 0;
let filters: usize = 0;
let filterBias: usize = 0;
let recurrent: usize = 0;
let recurrentBias: usize = 0;
let hidden: usize = 0;
let hiddenBias: usize = 0;
let outputs: usize = 0;
let outputBias: usize = 0;
/** How far each parameter was moved before, in the order of the parameters from `words` on; only while learning. */
let squares: usize = 0;
let vectors: usize = 0;
let wrongVectors: usize = 0;
let strongest: usize = 0;
/** Gates and candidates of each word, `rowCount` numbers; while learning back, what was wrong with each. */
let gates: usize = 0;
/** What the units of both directions remember after each word. */
let states: usize = 0;
/** Words at which each recurrent unit remembered most. */
let greatest: usize = 0;
let rowMove: usize = 0;
let rowsWrong: usize = 0;
let input: usize = 0;
let wrongInput: usize = 0;
let units: usize = 0;
let keep: usize = 0;
let wrongUnits: usize = 0;
let said: usize = 0;
let wrong: usize = 0;
let ends: usize = 0;
let numbers: usize = 0;

let free: usize = 0;
/** The next bytes of the memory, on a border of sixteen. */
function take(byteCount: usize): usize {
  const at = free;
  free = (free + byteCount + 15) & ~(<usize>15);
  return at;
}
/** Bytes of so many numbers. */
function numbersOf(count: i32): usize {
  return <usize>count * wide;
}

/** Divides the memory; `longest` words in a text. Sizes are multiples of four, the width one of sixteen. */
export function plan(
  ofWidth: i32,
  ofReach: i32,
  ofFilters: i32,
  ofUnits: i32,
  ofHidden: i32,
  ofOutputs: i32,
  buckets: i32,
  rounded: bool,
  scale: f32,
  longest: i32,
  learns: bool,
): void {
  width = ofWidth;
  reach = ofReach;
  filterCount = ofFilters;
  unitCount = ofUnits;
  rowCount = 4 * ofUnits;
  hiddenCount = ofHidden;
  outputCount = ofOutputs;
  bucketMask = buckets - 1;
  isRounded = rounded;
  wordScale = scale;
  filterWidth = width * reach;
  inputWidth = filterCount + 2 * width + 2 * unitCount;
  free = (__heap_base + 15) & ~(<usize>15);
  words = take(rounded ? <usize>(buckets * width) : numbersOf(buckets * width));
  filters = take(numbersOf(filterCount * filterWidth));
  filterBias = take(numbersOf(filterCount));
  recurrent = take(numbersOf(rowCount * width));
  recurrentBias = take(numbersOf(rowCount));
  hidden = take(numbersOf(hiddenCount * inputWidth));
  hiddenBias = take(numbersOf(hiddenCount));
  outputs = take(numbersOf(outputCount * hiddenCount));
  outputBias = take(numbersOf(outputCount + <i32>lanes));
  squares = take(learns ? free - words : 0);
  vectors = take(numbersOf((longest + reach) * width));
  wrongVectors = take(numbersOf((longest + reach) * width));
  strongest = take(numbersOf(filterCount));
  gates = take(numbersOf(longest * rowCount));
  states = take(numbersOf(longest * 2 * unitCount));
  greatest = take(numbersOf(2 * unitCount));
  rowMove = take(numbersOf(width));
  rowsWrong = take(numbersOf(rowCount));
  input = take(numbersOf(inputWidth));
  wrongInput = take(numbersOf(inputWidth));
  units = take(numbersOf(hiddenCount));
  keep = take(numbersOf(hiddenCount));
  wrongUnits = take(numbersOf(hiddenCount));
  said = take(numbersOf(outputCount));
  wrong = take(numbersOf(outputCount + <i32>lanes));
  ends = take(numbersOf(longest));
  numbers = free;
  room(0);
  for (let unit = 0; unit < hiddenCount; unit++) store<f32>(keep + numbersOf(unit), 1);
}

/** Makes room for so many pieces and signs. */
export function room(pieces: i32): void {
  const needed = (numbers + numbersOf(pieces) + page - 1) / page;
  const had = <usize>memory.size();
  if (needed > had) memory.grow(<i32>(needed - had));
}

/** Where each array begins, in the order of `places` in `net-machine.ts`. */
export function placeOf(array: i32): usize {
  if (array == 0) return words;
  if (array == 1) return filters;
  if (array == 2) return filterBias;
  if (array == 3) return recurrent;
  if (array == 4) return recurrentBias;
  if (array == 5) return hidden;
  if (array == 6) return hiddenBias;
  if (array == 7) return outputs;
  if (array == 8) return outputBias;
  if (array == 9) return squares;
  if (array == 10) return keep;
  if (array == 11) return said;
  if (array == 12) return wrong;
  if (array == 13) return ends;
  return numbers;
}

/** How much each of so many counts. */
function shareOf(count: i32): f32 {
  return 1 / sqrt<f32>(<f32>max(1, count));
}

/** Judges a text of so many words, whose pieces stand at `numbers` up to `ends`, its signs behind them: logits at `said`. */
export function judge(count: i32, signs: i32): void {
  memory.fill(input, 0, numbersOf(inputWidth));
  memory.fill(vectors, 0, numbersOf(width));
  memory.fill(vectors + numbersOf((count + 1) * width), 0, numbersOf((reach - 1) * width));
  const whole = shareOf(count);
  let from = 0;
  for (let word = 0; word < count; word++) {
    const to = load<i32>(ends + numbersOf(word));
    const vector = vectors + numbersOf((word + 1) * width);
    sumPieces(from, to, wordScale * shareOf(to - from), vector);
    addRow(input + numbersOf(filterCount), vector, width, whole);
    from = to;
  }
  sumPieces(from, from + signs, wordScale, input + numbersOf(filterCount + width));
  for (let filter = 0; filter < filterCount; filter += 4) fourFilters(filter, count);
  for (let row = 0; row < rowCount; row += 4) fourGates(row, count);
  for (let unit = 0; unit < unitCount; unit += <i32>lanes) {
    remember(unit, count, false);
    remember(unit, count, true);
  }
  for (let unit = 0; unit < hiddenCount; unit++) {
    const sum =
      load<f32>(hiddenBias + numbersOf(unit)) + dot(hidden + numbersOf(unit * inputWidth), input, inputWidth);
    store<f32>(units + numbersOf(unit), max<f32>(sum, 0) * load<f32>(keep + numbersOf(unit)));
  }
  for (let output = 0; output < outputCount; output++)
    store<f32>(
      said + numbersOf(output),
      load<f32>(outputBias + numbersOf(output)) +
        dot(outputs + numbersOf(output * hiddenCount), units, hiddenCount),
    );
}

function bucketAt(piece: i32): i32 {
  return load<i32>(numbers + numbersOf(piece)) & bucketMask;
}

/** The rows of the pieces `from` to `to` (exclusive), added up and times `scale`. */
function sumPieces(from: i32, to: i32, scale: f32, into: usize): void {
  if (isRounded) return sumRounded(from, to, scale, into);
  for (let place = 0; place < width; place += <i32>lanes) {
    let sum = f32x4.splat(0);
    for (let piece = from; piece < to; piece++)
      sum = f32x4.add(sum, v128.load(words + numbersOf(bucketAt(piece) * width + place)));
    v128.store(into + numbersOf(place), f32x4.mul(sum, f32x4.splat(scale)));
  }
}

function sumRounded(from: i32, to: i32, scale: f32, into: usize): void {
  const times = f32x4.splat(scale);
  for (let place = 0; place < width; place += bytes) {
    let first = i32x4.splat(0);
    let second = i32x4.splat(0);
    let third = i32x4.splat(0);
    let fourth = i32x4.splat(0);
    for (let piece = from; piece < to; piece++) {
      const row = v128.load(words + <usize>(bucketAt(piece) * width + place));
      const low = i16x8.extend_low_i8x16_s(row);
      const high = i16x8.extend_high_i8x16_s(row);
      first = i32x4.add(first, i32x4.extend_low_i16x8_s(low));
      second = i32x4.add(second, i32x4.extend_high_i16x8_s(low));
      third = i32x4.add(third, i32x4.extend_low_i16x8_s(high));
      fourth = i32x4.add(fourth, i32x4.extend_high_i16x8_s(high));
    }
    const at = into + numbersOf(place);
    v128.store(at, f32x4.mul(f32x4.convert_i32x4_s(first), times));
    v128.store(at + lanes * wide, f32x4.mul(f32x4.convert_i32x4_s(second), times));
    v128.store(at + 2 * lanes * wide, f32x4.mul(f32x4.convert_i32x4_s(third), times));
    v128.store(at + 3 * lanes * wide, f32x4.mul(f32x4.convert_i32x4_s(fourth), times));
  }
}

/** The sums that `fourRows` leaves, four of each row. */
let ofFirst: v128 = f32x4.splat(0);
let ofSecond: v128 = f32x4.splat(0);
let ofThird: v128 = f32x4.splat(0);
let ofFourth: v128 = f32x4.splat(0);

/** Four rows of weights of so many bytes, one behind the other, times the numbers at `by`. */
function fourRows(rows: usize, by: usize, step: usize): void {
  const second = rows + step;
  const third = second + step;
  const fourth = third + step;
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  for (let at: usize = 0; at < step; at += lanes * wide) {
    const here = v128.load(by + at);
    a = f32x4.add(a, f32x4.mul(v128.load(rows + at), here));
    b = f32x4.add(b, f32x4.mul(v128.load(second + at), here));
    c = f32x4.add(c, f32x4.mul(v128.load(third + at), here));
    d = f32x4.add(d, f32x4.mul(v128.load(fourth + at), here));
  }
  ofFirst = a;
  ofSecond = b;
  ofThird = c;
  ofFourth = d;
}

/** The strongest answers of four filters, and where they were found (−1 nowhere). */
function fourFilters(filter: i32, count: i32): void {
  const rows = filters + numbersOf(filter * filterWidth);
  for (let own = filter; own < filter + 4; own++) store<i32>(strongest + numbersOf(own), -1);
  for (let word = 0; word < count; word++) {
    fourRows(rows, vectors + numbersOf(word * width), numbersOf(filterWidth));
    answer(filter, word, sumOf(ofFirst));
    answer(filter + 1, word, sumOf(ofSecond));
    answer(filter + 2, word, sumOf(ofThird));
    answer(filter + 3, word, sumOf(ofFourth));
  }
}

function answer(filter: i32, word: i32, sum: f32): void {
  const value = sum + load<f32>(filterBias + numbersOf(filter));
  if (value <= load<f32>(input + numbersOf(filter))) return;
  store<f32>(input + numbersOf(filter), value);
  store<i32>(strongest + numbersOf(filter), word);
}

/** Four gates or candidates of the recurrent layer for every word. */
function fourGates(row: i32, count: i32): void {
  const rows = recurrent + numbersOf(row * width);
  const bias = v128.load(recurrentBias + numbersOf(row));
  for (let word = 0; word < count; word++) {
    fourRows(rows, vectorOf(word), numbersOf(width));
    const sums = sumsOf(ofFirst, ofSecond, ofThird, ofFourth);
    v128.store(gatesOf(word, row), squashed(f32x4.add(bias, sums)));
  }
}

function vectorOf(word: i32): usize {
  return vectors + numbersOf((word + 1) * width);
}

function gatesOf(word: i32, row: i32): usize {
  return gates + numbersOf(word * rowCount + row);
}

/** Row of the gates of a direction; its candidates follow. */
function firstRow(isBack: bool): i32 {
  return isBack ? 2 * unitCount : 0;
}

/** Place of a unit among those of both directions. */
function placed(unit: i32, isBack: bool): i32 {
  return isBack ? unitCount + unit : unit;
}

function stateOf(word: i32, place: i32): usize {
  return states + numbersOf(word * 2 * unitCount + place);
}

/** Where the layer reads a place of its pooled states. */
function pooledOf(place: i32): usize {
  return input + numbersOf(filterCount + 2 * width + place);
}

/** `x / (1 + |x|)`: between −1 and 1, without a table or a power. */
function squashed(value: v128): v128 {
  return f32x4.div(value, f32x4.add(f32x4.splat(1), f32x4.abs(value)));
}

/** A gate of −1 to 1 as the share that is kept. */
function shareKept(gate: v128): v128 {
  return f32x4.add(f32x4.splat(0.5), f32x4.mul(f32x4.splat(0.5), gate));
}

/** Four units read the words in a direction: each keeps a share of what it remembers and takes in the rest anew. */
function remember(unit: i32, count: i32, isBack: bool): void {
  const gate = firstRow(isBack) + unit;
  const place = placed(unit, isBack);
  let state = f32x4.splat(0);
  let most = f32x4.splat(0);
  for (let time = 0; time < count; time++) {
    const word = isBack ? count - 1 - time : time;
    const kept = shareKept(v128.load(gatesOf(word, gate)));
    const candidate = v128.load(gatesOf(word, gate + unitCount));
    state = f32x4.add(candidate, f32x4.mul(kept, f32x4.sub(state, candidate)));
    v128.store(stateOf(word, place), state);
    most = time == 0 ? state : f32x4.max(most, state);
  }
  v128.store(pooledOf(place), most);
}

/** The sums of four times four numbers. */
function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7));
  return f32x4.add(i32x4.shuffle(ab, cd, 0, 1, 4, 5), i32x4.shuffle(ab, cd, 2, 3, 6, 7));
}

function sumOf(four: v128): f32 {
  return (
    f32x4.extract_lane(four, 0) +
    f32x4.extract_lane(four, 1) +
    f32x4.extract_lane(four, 2) +
    f32x4.extract_lane(four, 3)
  );
}

function dot(a: usize, b: usize, length: i32): f32 {
  let sum = f32x4.splat(0);
  const end = numbersOf(length);
  for (let at: usize = 0; at < end; at += lanes * wide)
    sum = f32x4.add(sum, f32x4.mul(v128.load(a + at), v128.load(b + at)));
  return sumOf(sum);
}

/** `to += from · times`. */
function addRow(to: usize, from: usize, length: i32, times: f32): void {
  const factor = f32x4.splat(times);
  const end = numbersOf(length);
  for (let at: usize = 0; at < end; at += lanes * wide)
    v128.store(to + at, f32x4.add(v128.load(to + at), f32x4.mul(v128.load(from + at), factor)));
}

/** AdaGrad: moves a row against its gradient `from · times`; the more a value was moved before, the smaller its step. */
function move(row: usize, from: usize, length: i32, times: f32, step: f32): void {
  const factor = f32x4.splat(times);
  const size = f32x4.splat(step);
  const before = row - words + squares;
  const end = numbersOf(length);
  for (let at: usize = 0; at < end; at += lanes * wide) {
    const gradient = f32x4.mul(v128.load(from + at), factor);
    const grown = f32x4.add(v128.load(before + at), f32x4.mul(gradient, gradient));
    v128.store(before + at, grown);
    const by = f32x4.div(f32x4.mul(size, gradient), f32x4.sqrt(grown));
    v128.store(row + at, f32x4.sub(v128.load(row + at), by));
  }
}

/** One step back through the text just judged; how far each output went wrong stands at `wrong`. */
export function learn(count: i32, signs: i32, step: f32): void {
  memory.fill(wrongUnits, 0, numbersOf(hiddenCount));
  memory.fill(wrongInput, 0, numbersOf(inputWidth));
  memory.fill(wrongVectors, 0, numbersOf((count + reach) * width));
  for (let output = 0; output < outputCount; output++) {
    const far = load<f32>(wrong + numbersOf(output));
    const row = outputs + numbersOf(output * hiddenCount);
    addRow(wrongUnits, row, hiddenCount, far);
    move(row, units, hiddenCount, far, step);
  }
  move(outputBias, wrong, outputCount, 1, step);
  for (let unit = 0; unit < hiddenCount; unit++) {
    const at = wrongUnits + numbersOf(unit);
    const isOn = load<f32>(units + numbersOf(unit)) > 0;
    const far = isOn ? load<f32>(at) * load<f32>(keep + numbersOf(unit)) : 0;
    store<f32>(at, far);
    if (far == 0) continue;
    const row = hidden + numbersOf(unit * inputWidth);
    addRow(wrongInput, row, inputWidth, far);
    move(row, input, inputWidth, far, step);
  }
  move(hiddenBias, wrongUnits, hiddenCount, 1, step);
  throughFilters(count, step);
  throughMemory(count, step);
  throughWords(count, signs, step);
}

function throughFilters(count: i32, step: f32): void {
  for (let filter = 0; filter < filterCount; filter++) {
    const word = load<i32>(strongest + numbersOf(filter));
    // A filter that answered nowhere learns nothing.
    if (word < 0) store<f32>(wrongInput + numbersOf(filter), 0);
    const far = load<f32>(wrongInput + numbersOf(filter));
    if (far == 0) continue;
    const row = filters + numbersOf(filter * filterWidth);
    addRow(wrongVectors + numbersOf(word * width), row, filterWidth, far);
    move(row, vectors + numbersOf(word * width), filterWidth, far, step);
  }
  move(filterBias, wrongInput, filterCount, 1, step);
  const whole = shareOf(count);
  for (let word = 1; word <= count; word++)
    addRow(wrongVectors + numbersOf(word * width), wrongInput + numbersOf(filterCount), width, whole);
}

function throughMemory(count: i32, step: f32): void {
  for (let unit = 0; unit < unitCount; unit += <i32>lanes) {
    backThrough(unit, count, false);
    backThrough(unit, count, true);
  }
  memory.fill(rowsWrong, 0, numbersOf(rowCount));
  for (let row = 0; row < rowCount; row++) {
    memory.fill(rowMove, 0, numbersOf(width));
    const weights = recurrent + numbersOf(row * width);
    let sum: f32 = 0;
    for (let word = 0; word < count; word++) {
      const far = load<f32>(gatesOf(word, row));
      if (far == 0) continue;
      sum += far;
      addRow(rowMove, vectorOf(word), width, far);
      addRow(wrongVectors + numbersOf((word + 1) * width), weights, width, far);
    }
    store<f32>(rowsWrong + numbersOf(row), sum);
    if (sum != 0) move(weights, rowMove, width, 1, step);
  }
  move(recurrentBias, rowsWrong, rowCount, 1, step);
}

/** How far the gates and candidates of four units went wrong at each word, in place of the gates and candidates. */
function backThrough(unit: i32, count: i32, isBack: bool): void {
  const gate = firstRow(isBack) + unit;
  const place = placed(unit, isBack);
  const one = f32x4.splat(1);
  for (let own = place; own < place + <i32>lanes; own++)
    store<i32>(greatest + numbersOf(own), timeOfMost(own, count, isBack));
  const when = v128.load(greatest + numbersOf(place));
  const pooled = v128.load(wrongInput + (pooledOf(place) - input));
  let far = f32x4.splat(0);
  for (let time = count - 1; time >= 0; time--) {
    const word = isBack ? count - 1 - time : time;
    far = f32x4.add(far, v128.and(pooled, i32x4.eq(when, i32x4.splat(time))));
    const said = v128.load(gatesOf(word, gate));
    const kept = shareKept(said);
    const candidate = v128.load(gatesOf(word, gate + unitCount));
    const before = time == 0 ? f32x4.splat(0) : v128.load(stateOf(isBack ? word + 1 : word - 1, place));
    const slope = f32x4.sub(one, f32x4.abs(said));
    const candidateSlope = f32x4.sub(one, f32x4.abs(candidate));
    const byGate = f32x4.mul(far, f32x4.mul(f32x4.splat(0.5), f32x4.sub(before, candidate)));
    const byCandidate = f32x4.mul(far, f32x4.sub(one, kept));
    v128.store(gatesOf(word, gate), f32x4.mul(byGate, f32x4.mul(slope, slope)));
    v128.store(
      gatesOf(word, gate + unitCount),
      f32x4.mul(byCandidate, f32x4.mul(candidateSlope, candidateSlope)),
    );
    far = f32x4.mul(far, kept);
  }
}

/** When a unit remembered most, the first time in its direction. */
function timeOfMost(place: i32, count: i32, isBack: bool): i32 {
  const most = load<f32>(pooledOf(place));
  for (let time = 0; time < count; time++)
    if (load<f32>(stateOf(isBack ? count - 1 - time : time, place)) == most) return time;
  return -1;
}

function throughWords(count: i32, signs: i32, step: f32): void {
  let from = 0;
  for (let word = 0; word < count; word++) {
    const to = load<i32>(ends + numbersOf(word));
    const share = shareOf(to - from);
    const vector = wrongVectors + numbersOf((word + 1) * width);
    for (let piece = from; piece < to; piece++)
      move(words + numbersOf(bucketAt(piece) * width), vector, width, share, step);
    from = to;
  }
  const ofSigns = wrongInput + numbersOf(filterCount + width);
  for (let piece = from; piece < from + signs; piece++)
    move(words + numbersOf(bucketAt(piece) * width), ofSigns, width, 1, step);
}
