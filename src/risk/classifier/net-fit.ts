import { numbersFrom, shuffle } from './chance.ts';
import { classifierLimits as limits } from './limits.ts';
import { inputWidth, type Net, type Pieces, sizesOf } from './net.ts';
import { makeNetLearner } from './net-machine.ts';

/** One text to learn from: what the outputs should say (0 to 1), how much each counts, in what share of rounds it is read. */
export interface NetExample {
  /** Rows of the net's words. */
  readonly rows: Pieces;
  readonly targets: Float32Array;
  readonly weights: Float32Array;
  readonly often: number;
}

const { netWidth: width, netHidden: hiddenCount } = limits;
const rounds = 18;
/** First step, and what is left of it in the last round. */
const stepSize = 0.065;
const lastStep = 0.1;
/** Share of words, of what is known of a word, and of hidden units that are left out of one reading. */
const wordsLeftOut = 0.1;
const piecesLeftOut = 0.2;
const hiddenLeftOut = 0.3;
/** Share of readings that leave all pauses out, as who types no commas does. */
const pausesLeftOut = 0.3;
/** No output is likely before anything is learned. */
const firstBias = -2;

/** Learns a net by AdaGrad and back-propagation. `pause`: row of what stands for a pause. The same examples and seed give the same net. */
export function fitNet(
  examples: readonly NetExample[],
  sizes: { readonly rows: number; readonly outputs: number; readonly pause?: number | undefined },
  seed: number,
): Net {
  const next = numbersFrom(seed * 7919 + examples.length);
  const chance = (): number => next() / 2 ** 32;
  const learner = makeNetLearner(firstNet(sizes, chance));
  const order = Int32Array.from(examples.keys());
  for (let round = 0; round < rounds; round++) {
    shuffle(order, next);
    const step = stepSize * (1 - ((1 - lastStep) * round) / rounds);
    for (const number of order) {
      const example = examples[number];
      if (example === undefined || chance() >= example.often) continue;
      const rows = someOf(example.rows, chance() < pausesLeftOut ? sizes.pause : undefined, chance);
      const keep = Float32Array.from({ length: hiddenCount }, () =>
        chance() < hiddenLeftOut ? 0 : 1 / (1 - hiddenLeftOut),
      );
      const { targets, weights } = example;
      const said = learner.judge(rows, keep);
      const wrong = said.map(
        (logit, output) =>
          (1 / (1 + Math.exp(-logit)) - atMost(targets[output] ?? 0)) * (weights[output] ?? 0),
      );
      learner.learn(wrong, step);
    }
  }
  return learner.net();
}

/** Nobody is surer of a label than that: no output is driven to the ends. */
const surest = 0.97;
const atMost = (target: number): number => 1 - surest + (2 * surest - 1) * target;

/** The net with its first outputs only: what it learned for the others stays in the words and units that all of them read. */
export const firstOutputs = (net: Net, count: number): Net => ({
  ...net,
  outputs: net.outputs.slice(0, count * hiddenCount),
  outputBias: net.outputBias.slice(0, count),
});

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

function firstNet(
  { rows, outputs }: { readonly rows: number; readonly outputs: number },
  chance: () => number,
): Net {
  /** Evenly spread around zero, as wide as a normal spread of the same deviation. */
  const spreadBy = (count: number, deviation: number): Float32Array =>
    Float32Array.from({ length: count }, () => (2 * chance() - 1) * deviation * Math.sqrt(3));
  const sizes = sizesOf(outputs);
  return {
    words: spreadBy(rows * width, 0.1),
    wordScale: 1,
    context: spreadBy(sizes.context, 1 / Math.sqrt(width)),
    contextBias: new Float32Array(sizes.contextBias),
    recurrent: spreadBy(sizes.recurrent, 1 / Math.sqrt(width)),
    recurrentBias: new Float32Array(sizes.recurrentBias),
    hidden: spreadBy(sizes.hidden, 1 / Math.sqrt(inputWidth)),
    hiddenBias: new Float32Array(sizes.hiddenBias),
    outputs: spreadBy(sizes.outputs, 1 / Math.sqrt(hiddenCount)),
    outputBias: new Float32Array(sizes.outputBias).fill(firstBias),
  };
}

/** A reading that leaves some words and pieces out, so that nothing is learned from one word alone, and one piece altogether. */
export function someOf(
  { ends, numbers, signs }: Pieces,
  leftOut: number | undefined,
  chance: () => number,
): Pieces {
  const kept: number[] = [];
  let at = 0;
  const keptEnds = ends.map((end) => {
    const isLeftOut = chance() < wordsLeftOut;
    for (; at < end; at++) {
      const piece = numbers[at] ?? 0;
      if (piece !== leftOut && !isLeftOut && chance() >= piecesLeftOut) kept.push(piece);
    }
    return kept.length;
  });
  return { ends: keptEnds, numbers: Int32Array.from(kept), signs };
}
