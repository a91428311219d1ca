import { numbersFrom, shuffle } from './chance.ts';
import { classifierLimits as limits } from './limits.ts';
import { filterWidth, inputWidth, type Layers, layersOf, type Net, type Pieces, shareOf } from './net.ts';

/** One text to learn from: what the outputs should say (0 to 1), how much each counts, in what share of rounds it is read. */
export interface NetExample {
  readonly pieces: Pieces;
  readonly targets: Float32Array;
  readonly weights: Float32Array;
  readonly often: number;
}

const { netWidth: width, netFilters: filterCount, netHidden: hiddenCount } = limits;
const mask = limits.netBuckets - 1;
const rounds = 9;
/** First step, and what is left of it in the last round. */
const stepSize = 0.05;
const lastStep = 0.1;
const firstSquare = 1e-4;
/** Share of words, of what is known of a word, and of hidden units that are left out of one reading. */
const wordsLeftOut = 0.1;
const piecesLeftOut = 0.2;
const hiddenLeftOut = 0.3;
/** No output is likely before anything is learned. */
const firstBias = -2;

/** Learns a net by AdaGrad and back-propagation. The same examples and seed give the same net. */
export function fitNet(examples: readonly NetExample[], outputCount: number, seed: number): Net {
  const next = numbersFrom(seed * 7919 + examples.length);
  const chance = (): number => next() / 2 ** 32;
  const net = firstNet(outputCount, chance);
  const learner = makeLearner(net);
  const order = Int32Array.from(examples.keys());
  for (let round = 0; round < rounds; round++) {
    shuffle(order, next);
    const step = stepSize * (1 - ((1 - lastStep) * round) / rounds);
    for (const number of order) {
      const example = examples[number];
      if (example === undefined || chance() >= example.often) continue;
      const pieces = someOf(example.pieces, chance);
      const keep = Float32Array.from({ length: hiddenCount }, () =>
        chance() < hiddenLeftOut ? 0 : 1 / (1 - hiddenLeftOut),
      );
      learner(example, pieces, keep, step);
    }
  }
  return net;
}

/** The net with its words as whole numbers of −127 to 127 times a scale. */
export function roundedNet(net: Net): Net {
  const wordScale = (spread(net.words) * widest) / 127;
  const words = Int8Array.from(net.words, (value) =>
    Math.max(-127, Math.min(127, Math.round(value / wordScale))),
  );
  return { ...net, words, wordScale };
}

/** Values further out than so many times the usual distance from zero are cut: they are few, and all would become coarser. */
const widest = 6;
const spread = (values: Float32Array | Int8Array): number => {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares / values.length);
};

function firstNet(outputCount: number, chance: () => number): Net {
  /** Evenly spread around zero, as wide as a normal spread of the same deviation. */
  const spreadBy = (count: number, deviation: number): Float32Array =>
    Float32Array.from({ length: count }, () => (2 * chance() - 1) * deviation * Math.sqrt(3));
  return {
    words: spreadBy(limits.netBuckets * width, 0.1),
    wordScale: 1,
    filters: spreadBy(filterCount * filterWidth, 1 / Math.sqrt(filterWidth)),
    filterBias: new Float32Array(filterCount),
    hidden: spreadBy(hiddenCount * inputWidth, 1 / Math.sqrt(inputWidth)),
    hiddenBias: new Float32Array(hiddenCount),
    outputs: spreadBy(outputCount * hiddenCount, 1 / Math.sqrt(hiddenCount)),
    outputBias: new Float32Array(outputCount).fill(firstBias),
  };
}

/** A reading that leaves some words and pieces out, so that nothing is learned from one word alone. */
function someOf({ ends, numbers, signs }: Pieces, chance: () => number): Pieces {
  const kept: number[] = [];
  let at = 0;
  const keptEnds = ends.map((end) => {
    const isLeftOut = chance() < wordsLeftOut;
    for (; at < end; at++) if (!isLeftOut && chance() >= piecesLeftOut) kept.push(numbers[at] ?? 0);
    return kept.length;
  });
  return { ends: keptEnds, numbers: Int32Array.from(kept), signs };
}

/** One step back through the net for one reading. */
function makeLearner(net: Net) {
  const words = updater(net.words);
  const filters = updater(net.filters);
  const filterBias = updater(net.filterBias);
  const hidden = updater(net.hidden);
  const hiddenBias = updater(net.hiddenBias);
  const outputs = updater(net.outputs);
  const outputBias = updater(net.outputBias);

  /** Gives how far each hidden unit went wrong. */
  function throughOutputs({ targets, weights }: NetExample, layers: Layers, step: number): Float32Array {
    const wrong = targets.map(
      (target, output) =>
        (1 / (1 + Math.exp(-(layers.outputs[output] ?? 0))) - target) * (weights[output] ?? 0),
    );
    const wrongHidden = new Float32Array(hiddenCount);
    for (let output = 0; output < wrong.length; output++) {
      addRow(wrongHidden, 0, net.outputs, output * hiddenCount, hiddenCount, wrong[output] ?? 0);
      outputs(output * hiddenCount, layers.hidden, 0, hiddenCount, wrong[output] ?? 0, step);
    }
    outputBias(0, wrong, 0, wrong.length, 1, step);
    return wrongHidden;
  }

  /** Gives how far each number that the hidden layer reads went wrong. */
  function throughHidden(wrongHidden: Float32Array, layers: Layers, keep: Float32Array, step: number) {
    const wrong = wrongHidden.map((value, unit) =>
      (layers.hidden[unit] ?? 0) > 0 ? value * (keep[unit] ?? 0) : 0,
    );
    const wrongInput = new Float32Array(inputWidth);
    for (let unit = 0; unit < hiddenCount; unit++) {
      const far = wrong[unit] ?? 0;
      if (far === 0) continue;
      addRow(wrongInput, 0, net.hidden, unit * inputWidth, inputWidth, far);
      hidden(unit * inputWidth, layers.input, 0, inputWidth, far, step);
    }
    hiddenBias(0, wrong, 0, hiddenCount, 1, step);
    return wrongInput;
  }

  /** Gives how far each word's vector went wrong. */
  function throughFilters(wrongInput: Float32Array, layers: Layers, count: number, step: number) {
    const wrongVectors = new Float32Array(layers.vectors.length);
    for (let filter = 0; filter < filterCount; filter++) {
      const row = layers.strongest[filter] ?? -1;
      const far = wrongInput[filter] ?? 0;
      if (row < 0 || far === 0) continue;
      addRow(wrongVectors, row * width, net.filters, filter * filterWidth, filterWidth, far);
      filters(filter * filterWidth, layers.vectors, row * width, filterWidth, far, step);
      filterBias(filter, wrongInput, filter, 1, 1, step);
    }
    for (let word = 1; word <= count; word++)
      addRow(wrongVectors, word * width, wrongInput, filterCount, width, shareOf(count));
    return wrongVectors;
  }

  function throughWords(
    wrongVectors: Float32Array,
    wrongInput: Float32Array,
    { ends, numbers, signs }: Pieces,
    step: number,
  ): void {
    let at = 0;
    for (let word = 0; word < ends.length; word++) {
      const end = ends[word] ?? at;
      const scale = shareOf(end - at);
      for (; at < end; at++)
        words(((numbers[at] ?? 0) & mask) * width, wrongVectors, (word + 1) * width, width, scale, step);
    }
    for (const sign of signs) words((sign & mask) * width, wrongInput, filterCount + width, width, 1, step);
  }

  return (example: NetExample, pieces: Pieces, keep: Float32Array, step: number): void => {
    const layers = layersOf(net, pieces, keep);
    const wrongHidden = throughOutputs(example, layers, step);
    const wrongInput = throughHidden(wrongHidden, layers, keep, step);
    const wrongVectors = throughFilters(wrongInput, layers, pieces.ends.length, step);
    throughWords(wrongVectors, wrongInput, pieces, step);
  };
}

/** `to[toAt …] += from[fromAt …] · times` for so many numbers. */
function addRow(
  to: Float32Array,
  toAt: number,
  from: Float32Array,
  fromAt: number,
  length: number,
  times: number,
): void {
  for (let at = 0; at < length; at++) to[toAt + at] = (to[toAt + at] ?? 0) + (from[fromAt + at] ?? 0) * times;
}

/**
 * Moves a row of values against its gradient, which is a row of `from` times `times`; the more a value was moved before,
 * the smaller its step.
 */
function updater(values: Float32Array | Int8Array) {
  const squares = new Float32Array(values.length).fill(firstSquare);
  return (
    row: number,
    from: Float32Array,
    fromAt: number,
    length: number,
    times: number,
    step: number,
  ): void => {
    for (let at = 0; at < length; at++) {
      const gradient = (from[fromAt + at] ?? 0) * times;
      if (gradient === 0) continue;
      const grown = (squares[row + at] ?? 0) + gradient * gradient;
      squares[row + at] = grown;
      values[row + at] = (values[row + at] ?? 0) - (step * gradient) / Math.sqrt(grown);
    }
  };
}
