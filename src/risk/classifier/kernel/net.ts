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
/** Numbers of 32 bits that stay at hand in an inner loop; the width is a multiple. */
const block: i32 = 16;
const page: usize = 65536;

let width: i32 = 0;
/** Recurrent units of each direction whose strongest states count. */
let unitCount: i32 = 0;
let hiddenCount: i32 = 0;
let outputCount: i32 = 0;
/** Whether words are whole numbers of 8 bits times `wordScale`, not numbers of 32 bits. */
let isRounded: bool = false;
let wordScale: f32 = 1;
let inputWidth: i32 = 0;

let words: usize = 0;
let hidden: usize = 0;
let hiddenBias: usize = 0;
let outputs: usize = 0;
let outputBias: usize = 0;
/** How far each parameter was moved before, in the order of the parameters from `words` on; only while learning. */
let squares: usize = 0;
/** The words by themselves, and with what stands before and behind them. */
let vectors: usize = 0;
let wrongVectors: usize = 0;
let mixed: usize = 0;
let wrongMixed: usize = 0;
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
/** Recurrent units that read the words on from both ends. */
@unmanaged
class Layer {
  /** Units of each direction, and the rows of their weights: a gate and a candidate for each, in both directions. */
  units: i32 = 0;
  rows: i32 = 0;
  weights: usize = 0;
  bias: usize = 0;
  /** What they read of each word, and how far that went wrong. */
  reads: usize = 0;
  wrongReads: usize = 0;
  /** Gates and candidates of each word; while learning back, what was wrong with each. */
  gates: usize = 0;
  /** What the units of both directions remember after each word, and how far that went wrong. */
  states: usize = 0;
  wrongStates: usize = 0;
}
/** As many units as a word has numbers: what they remember is added to the word. */
let context = changetype<Layer>(0);
/** What these remember most of counts. */
let recurrent = changetype<Layer>(0);

function newLayer(units: i32): Layer {
  const layer = changetype<Layer>(take(offsetof<Layer>()));
  layer.units = units;
  layer.rows = 4 * units;
  return layer;
}

function takeWeights(layer: Layer): void {
  layer.weights = take(numbersOf(layer.rows * width));
  layer.bias = take(numbersOf(layer.rows));
}

function takeMemory(layer: Layer, longest: i32): void {
  layer.gates = take(numbersOf(longest * layer.rows));
  layer.states = take(numbersOf(longest * 2 * layer.units));
  layer.wrongStates = take(numbersOf(longest * 2 * layer.units));
}

/** Bytes of so many numbers. */
function numbersOf(count: i32): usize {
  return <usize>count * wide;
}

/** Divides the memory; `rows` of words, `longest` words in a text. Sizes are multiples of four, the width one of sixteen. */
export function plan(
  ofWidth: i32,
  ofUnits: i32,
  ofHidden: i32,
  ofOutputs: i32,
  rows: i32,
  rounded: bool,
  scale: f32,
  longest: i32,
  learns: bool,
): void {
  width = ofWidth;
  unitCount = ofUnits;
  hiddenCount = ofHidden;
  outputCount = ofOutputs;
  isRounded = rounded;
  wordScale = scale;
  inputWidth = 2 * width + 2 * unitCount;
  free = (__heap_base + 15) & ~(<usize>15);
  context = newLayer(width);
  recurrent = newLayer(unitCount);
  words = take(rounded ? <usize>(rows * width) : numbersOf(rows * width));
  takeWeights(context);
  takeWeights(recurrent);
  hidden = take(numbersOf(hiddenCount * inputWidth));
  hiddenBias = take(numbersOf(hiddenCount));
  outputs = take(numbersOf(outputCount * hiddenCount));
  outputBias = take(numbersOf(outputCount + <i32>lanes));
  squares = take(learns ? free - words : 0);
  vectors = take(numbersOf(longest * width));
  wrongVectors = take(numbersOf(longest * width));
  mixed = take(numbersOf(longest * width));
  wrongMixed = take(numbersOf(longest * width));
  takeMemory(context, longest);
  takeMemory(recurrent, longest);
  context.reads = vectors;
  context.wrongReads = wrongVectors;
  recurrent.reads = mixed;
  recurrent.wrongReads = wrongMixed;
  rowMove = take(numbersOf(width));
  rowsWrong = take(numbersOf(max(context.rows, recurrent.rows)));
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
  if (array == 1) return context.weights;
  if (array == 2) return context.bias;
  if (array == 3) return recurrent.weights;
  if (array == 4) return recurrent.bias;
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
  const whole = shareOf(count);
  let from = 0;
  for (let word = 0; word < count; word++) {
    const to = load<i32>(ends + numbersOf(word));
    const vector = vectorOf(vectors, word);
    sumPieces(from, to, wordScale * shareOf(to - from), vector);
    addRow(input, vector, width, whole);
    from = to;
  }
  sumPieces(from, from + signs, wordScale, input + numbersOf(width));
  readOn(context, count);
  for (let word = 0; word < count; word++) mix(word);
  readOn(recurrent, count);
  for (let place = 0; place < 2 * unitCount; place += <i32>lanes) pool(place, count);
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

function rowAt(piece: i32): i32 {
  return load<i32>(numbers + numbersOf(piece));
}

/** The rows of the pieces `from` to `to` (exclusive), added up and times `scale`. */
function sumPieces(from: i32, to: i32, scale: f32, into: usize): void {
  if (isRounded) return sumRounded(from, to, scale, into);
  for (let place = 0; place < width; place += <i32>lanes) {
    let sum = f32x4.splat(0);
    for (let piece = from; piece < to; piece++)
      sum = f32x4.add(sum, v128.load(words + numbersOf(rowAt(piece) * width + place)));
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
      const row = v128.load(words + <usize>(rowAt(piece) * width + place));
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

/** Reads the words on from both ends. */
function readOn(layer: Layer, count: i32): void {
  for (let row = 0; row < layer.rows; row += 4) fourGates(layer, row, count);
  for (let unit = 0; unit < layer.units; unit += <i32>lanes) {
    remember(layer, unit, count, false);
    remember(layer, unit, count, true);
  }
}

/** Four gates or candidates of a layer for every word. */
function fourGates(layer: Layer, row: i32, count: i32): void {
  const first = layer.weights + numbersOf(row * width);
  const second = first + numbersOf(width);
  const third = second + numbersOf(width);
  const fourth = third + numbersOf(width);
  const bias = v128.load(layer.bias + numbersOf(row));
  for (let word = 0; word < count; word++) {
    const read = vectorOf(layer.reads, word);
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (let at: usize = 0; at < numbersOf(width); at += lanes * wide) {
      const here = v128.load(read + at);
      a = f32x4.add(a, f32x4.mul(v128.load(first + at), here));
      b = f32x4.add(b, f32x4.mul(v128.load(second + at), here));
      c = f32x4.add(c, f32x4.mul(v128.load(third + at), here));
      d = f32x4.add(d, f32x4.mul(v128.load(fourth + at), here));
    }
    v128.store(gatesOf(layer, word, row), squashed(f32x4.add(bias, sumsOf(a, b, c, d))));
  }
}

function vectorOf(all: usize, word: i32): usize {
  return all + numbersOf(word * width);
}

function gatesOf(layer: Layer, word: i32, row: i32): usize {
  return layer.gates + numbersOf(word * layer.rows + row);
}

/** Row of the gates of a direction; its candidates follow. */
function firstRow(layer: Layer, isBack: bool): i32 {
  return isBack ? 2 * layer.units : 0;
}

/** Place of a unit among those of both directions. */
function placed(layer: Layer, unit: i32, isBack: bool): i32 {
  return isBack ? layer.units + unit : unit;
}

function stateOf(layer: Layer, word: i32, place: i32): usize {
  return layer.states + numbersOf(word * 2 * layer.units + place);
}

function wrongStateOf(layer: Layer, word: i32, place: i32): usize {
  return layer.wrongStates + numbersOf(word * 2 * layer.units + place);
}

/** Where the hidden layer reads a place of the strongest states. */
function pooledOf(place: i32): usize {
  return input + numbersOf(2 * width + place);
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
function remember(layer: Layer, unit: i32, count: i32, isBack: bool): void {
  const gate = firstRow(layer, isBack) + unit;
  const place = placed(layer, unit, isBack);
  let state = f32x4.splat(0);
  for (let time = 0; time < count; time++) {
    const word = isBack ? count - 1 - time : time;
    const kept = shareKept(v128.load(gatesOf(layer, word, gate)));
    const candidate = v128.load(gatesOf(layer, word, gate + layer.units));
    state = f32x4.add(candidate, f32x4.mul(kept, f32x4.sub(state, candidate)));
    v128.store(stateOf(layer, word, place), state);
  }
}

/** A word with what the units of its context remember of both sides. */
function mix(word: i32): void {
  const from = vectorOf(vectors, word);
  const to = vectorOf(mixed, word);
  for (let place = 0; place < width; place += <i32>lanes) {
    const sides = f32x4.add(
      v128.load(stateOf(context, word, place)),
      v128.load(stateOf(context, word, width + place)),
    );
    v128.store(to + numbersOf(place), f32x4.add(v128.load(from + numbersOf(place)), sides));
  }
}

/** The strongest states of four units. */
function pool(place: i32, count: i32): void {
  if (count == 0) return;
  let most = v128.load(stateOf(recurrent, 0, place));
  for (let word = 1; word < count; word++) most = f32x4.max(most, v128.load(stateOf(recurrent, word, place)));
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
  memory.fill(wrongMixed, 0, numbersOf(count * width));
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
  for (let place = 0; place < 2 * unitCount; place++) blame(place, count);
  throughLayer(recurrent, count, step);
  for (let word = 0; word < count; word++) unmix(word, shareOf(count));
  throughLayer(context, count, step);
  throughWords(count, signs, step);
}

/** Of all states of a unit only the strongest went wrong, the first of its direction where several are. */
function blame(place: i32, count: i32): void {
  const most = load<f32>(pooledOf(place));
  const isBack = place >= unitCount;
  let isFound = false;
  for (let time = 0; time < count; time++) {
    const word = isBack ? count - 1 - time : time;
    const isMost = !isFound && load<f32>(stateOf(recurrent, word, place)) == most;
    store<f32>(
      wrongStateOf(recurrent, word, place),
      isMost ? load<f32>(wrongInput + (pooledOf(place) - input)) : 0,
    );
    if (isMost) isFound = true;
  }
}

/** What went wrong with a word in its context went wrong with the word, with both sides, and with the mean of all words. */
function unmix(word: i32, share: f32): void {
  const from = vectorOf(wrongMixed, word);
  const to = vectorOf(wrongVectors, word);
  const size = numbersOf(width);
  memory.copy(wrongStateOf(context, word, 0), from, size);
  memory.copy(wrongStateOf(context, word, width), from, size);
  memory.copy(to, from, size);
  addRow(to, wrongInput, width, share);
}

/** One step of a layer whose states went wrong as told, and how far what it reads did. */
function throughLayer(layer: Layer, count: i32, step: f32): void {
  for (let unit = 0; unit < layer.units; unit += <i32>lanes) {
    backThrough(layer, unit, count, false);
    backThrough(layer, unit, count, true);
  }
  for (let word = 0; word < count; word++)
    for (let place = 0; place < width; place += block) blameReads(layer, word, place);
  for (let row = 0; row < layer.rows; row++) {
    for (let place = 0; place < width; place += block) slopeOfRow(layer, row, place, count);
    move(layer.weights + numbersOf(row * width), rowMove, width, 1, step);
    let sum: f32 = 0;
    for (let word = 0; word < count; word++) sum += load<f32>(gatesOf(layer, word, row));
    store<f32>(rowsWrong + numbersOf(row), sum);
  }
  move(layer.bias, rowsWrong, layer.rows, 1, step);
}

/** Sixteen numbers of what a layer reads of a word go wrong as the word's gates and candidates did. */
function blameReads(layer: Layer, word: i32, place: i32): void {
  const to = vectorOf(layer.wrongReads, word) + numbersOf(place);
  let a = v128.load(to);
  let b = v128.load(to + lanes * wide);
  let c = v128.load(to + 2 * lanes * wide);
  let d = v128.load(to + 3 * lanes * wide);
  let from = layer.weights + numbersOf(place);
  let far = gatesOf(layer, word, 0);
  const end = far + numbersOf(layer.rows);
  const step = numbersOf(width);
  for (; far < end; far += wide, from += step) {
    const times = v128.load32_splat(far);
    a = f32x4.add(a, f32x4.mul(times, v128.load(from)));
    b = f32x4.add(b, f32x4.mul(times, v128.load(from + lanes * wide)));
    c = f32x4.add(c, f32x4.mul(times, v128.load(from + 2 * lanes * wide)));
    d = f32x4.add(d, f32x4.mul(times, v128.load(from + 3 * lanes * wide)));
  }
  v128.store(to, a);
  v128.store(to + lanes * wide, b);
  v128.store(to + 2 * lanes * wide, c);
  v128.store(to + 3 * lanes * wide, d);
}

/** The slope of sixteen weights of a row, at `rowMove`. */
function slopeOfRow(layer: Layer, row: i32, place: i32, count: i32): void {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  let from = vectorOf(layer.reads, 0) + numbersOf(place);
  let far = gatesOf(layer, 0, row);
  const step = numbersOf(width);
  const next = numbersOf(layer.rows);
  for (let word = 0; word < count; word++, from += step, far += next) {
    const times = v128.load32_splat(far);
    a = f32x4.add(a, f32x4.mul(times, v128.load(from)));
    b = f32x4.add(b, f32x4.mul(times, v128.load(from + lanes * wide)));
    c = f32x4.add(c, f32x4.mul(times, v128.load(from + 2 * lanes * wide)));
    d = f32x4.add(d, f32x4.mul(times, v128.load(from + 3 * lanes * wide)));
  }
  const to = rowMove + numbersOf(place);
  v128.store(to, a);
  v128.store(to + lanes * wide, b);
  v128.store(to + 2 * lanes * wide, c);
  v128.store(to + 3 * lanes * wide, d);
}

/** How far the gates and candidates of four units went wrong at each word, in place of the gates and candidates. */
function backThrough(layer: Layer, unit: i32, count: i32, isBack: bool): void {
  const gate = firstRow(layer, isBack) + unit;
  const place = placed(layer, unit, isBack);
  const one = f32x4.splat(1);
  let far = f32x4.splat(0);
  for (let time = count - 1; time >= 0; time--) {
    const word = isBack ? count - 1 - time : time;
    far = f32x4.add(far, v128.load(wrongStateOf(layer, word, place)));
    const said = v128.load(gatesOf(layer, word, gate));
    const kept = shareKept(said);
    const candidate = v128.load(gatesOf(layer, word, gate + layer.units));
    const before =
      time == 0 ? f32x4.splat(0) : v128.load(stateOf(layer, isBack ? word + 1 : word - 1, place));
    const slope = f32x4.sub(one, f32x4.abs(said));
    const candidateSlope = f32x4.sub(one, f32x4.abs(candidate));
    const byGate = f32x4.mul(far, f32x4.mul(f32x4.splat(0.5), f32x4.sub(before, candidate)));
    const byCandidate = f32x4.mul(far, f32x4.sub(one, kept));
    v128.store(gatesOf(layer, word, gate), f32x4.mul(byGate, f32x4.mul(slope, slope)));
    v128.store(
      gatesOf(layer, word, gate + layer.units),
      f32x4.mul(byCandidate, f32x4.mul(candidateSlope, candidateSlope)),
    );
    far = f32x4.mul(far, kept);
  }
}

function throughWords(count: i32, signs: i32, step: f32): void {
  let from = 0;
  for (let word = 0; word < count; word++) {
    const to = load<i32>(ends + numbersOf(word));
    const share = shareOf(to - from);
    const vector = vectorOf(wrongVectors, word);
    for (let piece = from; piece < to; piece++)
      move(words + numbersOf(rowAt(piece) * width), vector, width, share, step);
    from = to;
  }
  const ofSigns = wrongInput + numbersOf(width);
  for (let piece = from; piece < from + signs; piece++)
    move(words + numbersOf(rowAt(piece) * width), ofSigns, width, 1, step);
}
