import { z } from 'zod';
import { categories } from '../category.ts';
import { riskLevels } from '../level.ts';
import { type Readied, visitFeatures, visitSigns } from './features.ts';
import { classifierLimits as limits } from './limits.ts';

/** Steps of one output: weights are whole numbers times `scale`; `slope` and `shift` make a probability of the sum. */
const output = z.strictObject({
  scale: z.number(),
  bias: z.number(),
  slope: z.number(),
  shift: z.number(),
});
export type Output = z.infer<typeof output>;

const header = z.strictObject({
  version: z.literal(2),
  /** SHA-256 of all training lines, in hexadecimal. */
  corpus: z.string().regex(/^[0-9a-f]{64}$/),
  levelBuckets: z.literal(limits.levelBuckets),
  categoryBuckets: z.literal(limits.categoryBuckets),
  high: output.extend({ threshold: z.number() }),
  imminent: output.extend({ threshold: z.number() }),
  categories: z.array(output.extend({ category: z.enum(categories) })),
  /** Of authored training lines, each judged by outputs fitted to the others: how many are judged high or above. */
  crossed: z.array(z.strictObject({ level: z.enum(riskLevels), hits: z.int(), of: z.int() })),
});
/** What stands before the weights: sizes, scales, calibration, and the probabilities from which an output counts. */
export type ModelHeader = z.infer<typeof header>;

/** The learned classifier. Weights of all outputs of a bucket stand together: levels high, imminent; then categories. */
export interface Model {
  readonly header: ModelHeader;
  readonly levels: Int8Array;
  readonly categories: Int8Array;
}

const magic = 'HIEN-RISK-MODEL\n';

/** The bytes of `model.bin`: a name, the header's length (four bytes, least first), the header as JSON, the weights. */
export function writeModel({ header: head, levels, categories: about }: Model): Uint8Array {
  const name = new TextEncoder().encode(magic);
  const text = new TextEncoder().encode(JSON.stringify(head));
  const start = name.length + 4 + text.length;
  const bytes = new Uint8Array(start + levels.length + about.length);
  bytes.set(name, 0);
  new DataView(bytes.buffer).setUint32(name.length, text.length, true);
  bytes.set(text, name.length + 4);
  bytes.set(new Uint8Array(levels.buffer, levels.byteOffset, levels.length), start);
  bytes.set(new Uint8Array(about.buffer, about.byteOffset, about.length), start + levels.length);
  return bytes;
}

/** Reads the bytes of `model.bin`. Throws, saying why, when they are not a model of this version. */
export function readModel(bytes: Uint8Array): Model {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  if (bytes.length < magic.length + 4 || decoder.decode(bytes.subarray(0, magic.length)) !== magic)
    throw new Error('the bytes are no classifier model');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(magic.length, true);
  const start = magic.length + 4 + length;
  const head = header.parse(JSON.parse(decoder.decode(bytes.subarray(magic.length + 4, start))));
  const levelsLength = limits.levelBuckets * 2;
  const aboutLength = limits.categoryBuckets * head.categories.length;
  if (bytes.length !== start + levelsLength + aboutLength)
    throw new Error('the classifier model has the wrong length');
  return {
    header: head,
    levels: new Int8Array(bytes.buffer, bytes.byteOffset + start, levelsLength),
    categories: new Int8Array(bytes.buffer, bytes.byteOffset + start + levelsLength, aboutLength),
  };
}

/** What the model says of a message: calibrated probabilities in its gravest window, words `from` to `to` (exclusive). */
export interface Score {
  readonly high: number;
  readonly imminent: number;
  readonly from: number;
  readonly to: number;
}

/** Scores every window of a message once and gives the gravest; linear in the length. `undefined` without words. */
export function scoreLevels(model: Model, message: Readied): Score | undefined {
  const sums = sumLevels(model, message);
  const count = message.words.length;
  let best: Score | undefined;
  for (let from = 0; from < count; from += limits.windowStep) {
    const to = Math.min(count, from + limits.windowWords);
    const score = scoreWindow(model.header, sums, from, to);
    if (best === undefined || score.high > best.high) best = score;
    if (to === count) break;
  }
  return best;
}

/** Sums up to each word, so that any window is a subtraction; the rules' signs speak of every window. */
interface Sums {
  readonly high: Float64Array;
  readonly imminent: Float64Array;
  readonly features: Float64Array;
  readonly signs: Running;
}

interface Running {
  high: number;
  imminent: number;
  features: number;
}

function sumLevels(model: Model, message: Readied): Sums {
  const count = message.words.length;
  const sums = {
    high: new Float64Array(count + 1),
    imminent: new Float64Array(count + 1),
    features: new Float64Array(count + 1),
    signs: { high: 0, imminent: 0, features: 0 },
  };
  const addTo = (running: Running) => (feature: number) => {
    const at = (feature & (limits.levelBuckets - 1)) * 2;
    running.high += model.levels[at] ?? 0;
    running.imminent += model.levels[at + 1] ?? 0;
    running.features += 1;
  };
  visitSigns(message, addTo(sums.signs));
  const words: Running = { high: 0, imminent: 0, features: 0 };
  const add = addTo(words);
  for (let at = 0; at < count; at++) {
    visitFeatures(message, at, add);
    sums.high[at + 1] = words.high;
    sums.imminent[at + 1] = words.imminent;
    sums.features[at + 1] = words.features;
  }
  return sums;
}

function scoreWindow(head: ModelHeader, sums: Sums, from: number, to: number): Score {
  const within = (name: keyof Running): number =>
    sums.signs[name] + (sums[name][to] ?? 0) - (sums[name][from] ?? 0);
  const features = within('features');
  return {
    high: probability(head.high, within('high'), features),
    imminent: probability(head.imminent, within('imminent'), features),
    from,
    to,
  };
}

/** Sums are divided by the root of how many features there are, as in training. */
const probability = (of: Output, sum: number, features: number): number =>
  1 /
  (1 + Math.exp(-(of.slope * (of.bias + (of.scale * sum) / Math.sqrt(Math.max(1, features))) + of.shift)));

/** Calibrated probability of each category of the model in one window. */
export function scoreCategories(model: Model, message: Readied, from: number, to: number): readonly number[] {
  const outputs = model.header.categories;
  const sums = new Float64Array(outputs.length);
  let features = 0;
  const add = (feature: number): void => {
    const start = (feature & (limits.categoryBuckets - 1)) * outputs.length;
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] ?? 0) + (model.categories[start + at] ?? 0);
    features += 1;
  };
  visitSigns(message, add);
  for (let at = from; at < to; at++) visitFeatures(message, at, add);
  return outputs.map((of, at) => probability(of, sums[at] ?? 0, features));
}
