/*
 * The arithmetic of one net, four numbers at a time, in AssemblyScript: compiled to WebAssembly by `npm run kernel`
 * (`src/risk-kernel-command.ts`). It knows numbers and places in its memory only; `net-machine.ts` puts them there.
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
let hidden: usize = 0;
let hiddenBias: usize = 0;
let outputs: usize = 0;
let outputBias: usize = 0;
/** How far each parameter was moved before, in the order of the parameters from `words` on; only while learning. */
let squares: usize = 0;
let vectors: usize = 0;
let wrongVectors: usize = 0;
let strongest: usize = 0;
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
  hiddenCount = ofHidden;
  outputCount = ofOutputs;
  bucketMask = buckets - 1;
  isRounded = rounded;
  wordScale = scale;
  filterWidth = width * reach;
  inputWidth = filterCount + 2 * width;
  free = (__heap_base + 15) & ~(<usize>15);
  words = take(rounded ? <usize>(buckets * width) : numbersOf(buckets * width));
  filters = take(numbersOf(filterCount * filterWidth));
  filterBias = take(numbersOf(filterCount));
  hidden = take(numbersOf(hiddenCount * inputWidth));
  hiddenBias = take(numbersOf(hiddenCount));
  outputs = take(numbersOf(outputCount * hiddenCount));
  outputBias = take(numbersOf(outputCount + <i32>lanes));
  squares = take(learns ? free - words : 0);
  vectors = take(numbersOf((longest + reach) * width));
  wrongVectors = take(numbersOf((longest + reach) * width));
  strongest = take(numbersOf(filterCount));
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
  if (array == 3) return hidden;
  if (array == 4) return hiddenBias;
  if (array == 5) return outputs;
  if (array == 6) return outputBias;
  if (array == 7) return squares;
  if (array == 8) return keep;
  if (array == 9) return said;
  if (array == 10) return wrong;
  if (array == 11) return ends;
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

/** The strongest answers of four filters, and where they were found (−1 nowhere). */
function fourFilters(filter: i32, count: i32): void {
  const step = numbersOf(filterWidth);
  const first = filters + numbersOf(filter * filterWidth);
  const second = first + step;
  const third = second + step;
  const fourth = third + step;
  for (let own = filter; own < filter + 4; own++) store<i32>(strongest + numbersOf(own), -1);
  for (let word = 0; word < count; word++) {
    const row = vectors + numbersOf(word * width);
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (let at: usize = 0; at < step; at += lanes * wide) {
      const here = v128.load(row + at);
      a = f32x4.add(a, f32x4.mul(v128.load(first + at), here));
      b = f32x4.add(b, f32x4.mul(v128.load(second + at), here));
      c = f32x4.add(c, f32x4.mul(v128.load(third + at), here));
      d = f32x4.add(d, f32x4.mul(v128.load(fourth + at), here));
    }
    answer(filter, word, sumOf(a));
    answer(filter + 1, word, sumOf(b));
    answer(filter + 2, word, sumOf(c));
    answer(filter + 3, word, sumOf(d));
  }
}

function answer(filter: i32, word: i32, sum: f32): void {
  const value = sum + load<f32>(filterBias + numbersOf(filter));
  if (value <= load<f32>(input + numbersOf(filter))) return;
  store<f32>(input + numbersOf(filter), value);
  store<i32>(strongest + numbersOf(filter), word);
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
