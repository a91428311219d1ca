import { numbersFrom, shuffle } from './chance.ts';

/** One text to learn from: its features, what the output should say, how much it counts. */
export interface Example {
  readonly features: Int32Array;
  readonly positive: boolean;
  readonly weight: number;
}

/** One linear output before rounding. */
export interface Linear {
  readonly weights: Float32Array;
  readonly bias: number;
}

const rounds = 5;
const stepSize = 0.4;
/** Keeps the first steps of a weight small. */
const firstSquare = 0.01;

/** Logistic regression by AdaGrad in an order that depends on nothing but the examples: the same bytes every time. */
export function fitLinear(examples: readonly Example[], buckets: number): Linear {
  const weights = new Float32Array(buckets);
  const squares = new Float32Array(buckets).fill(firstSquare);
  const order = Int32Array.from(examples.keys());
  const next = numbersFrom(examples.length + 1);
  const mask = buckets - 1;
  let bias = 0;
  let biasSquares = 1;
  for (let round = 0; round < rounds; round++) {
    shuffle(order, next);
    for (const number of order) {
      const example = examples[number];
      if (example === undefined) continue;
      const { features } = example;
      const part = 1 / Math.sqrt(Math.max(1, features.length));
      let sum = 0;
      for (let at = 0; at < features.length; at++) sum += weights[(features[at] ?? 0) & mask] ?? 0;
      const said = 1 / (1 + Math.exp(-(bias + sum * part)));
      const wrong = (said - (example.positive ? 1 : 0)) * example.weight;
      biasSquares += wrong * wrong;
      bias -= (stepSize * wrong) / Math.sqrt(biasSquares);
      const gradient = wrong * part;
      const square = gradient * gradient;
      for (let place = 0; place < features.length; place++) {
        const at = (features[place] ?? 0) & mask;
        const grown = (squares[at] ?? 0) + square;
        squares[at] = grown;
        weights[at] = (weights[at] ?? 0) - (stepSize * gradient) / Math.sqrt(grown);
      }
    }
  }
  return { weights, bias };
}

/** The sum of an output for a text, before calibration. */
export function sumOf({ weights, bias }: Linear, features: Int32Array): number {
  const mask = weights.length - 1;
  let sum = 0;
  for (const feature of features) sum += weights[feature & mask] ?? 0;
  return bias + sum / Math.sqrt(Math.max(1, features.length));
}

/**
 * Platt's two numbers: `1 / (1 + exp(-(slope · sum + shift)))` is the share of positives among texts with that sum. Newton's
 * steps, halved where they would make it worse.
 */
export function calibrate(cases: readonly { readonly sum: number; readonly positive: boolean }[]) {
  const loss = (slope: number, shift: number): number =>
    cases.reduce((all, { sum, positive }) => {
      const said = (positive ? -1 : 1) * (slope * sum + shift);
      return all + (said > 30 ? said : Math.log1p(Math.exp(said)));
    }, 0);
  let slope = 1;
  let shift = 0;
  for (let step = 0; step < newtonSteps; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, ridge, 0, ridge];
    for (const { sum, positive } of cases) {
      const said = 1 / (1 + Math.exp(-(slope * sum + shift)));
      const wrong = said - (positive ? 1 : 0);
      const sure = said * (1 - said);
      g0 += wrong * sum;
      g1 += wrong;
      h00 += sure * sum * sum;
      h01 += sure * sum;
      h11 += sure;
    }
    const determinant = h00 * h11 - h01 * h01;
    const bySlope = (h11 * g0 - h01 * g1) / determinant;
    const byShift = (h00 * g1 - h01 * g0) / determinant;
    const now = loss(slope, shift);
    let part = 1;
    while (part > smallestPart && !(loss(slope - part * bySlope, shift - part * byShift) <= now)) part /= 2;
    if (part <= smallestPart) break;
    slope -= part * bySlope;
    shift -= part * byShift;
  }
  return { slope: clamp(slope, 0.05, 20), shift: clamp(shift, -50, 50) };
}

const smallestPart = 1e-4;
const newtonSteps = 12;
const ridge = 1e-3;
const clamp = (value: number, least: number, most: number): number =>
  Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : least;
