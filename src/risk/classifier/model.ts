import { z } from 'zod';
import { type Category, categories } from '../category.ts';
import { riskLevels } from '../level.ts';
import { piecesOf, type Readied, visitFeatures, visitSigns } from './features.ts';
import { classifierLimits as limits } from './limits.ts';
import { eachPart, type Net, netParts, sizesOf } from './net.ts';
import { makeNetsJudge } from './net-machine.ts';
import { makeRowsOf } from './vocabulary.ts';

/** A probability of a sum: `1 / (1 + exp(-(slope · sum + shift)))`. */
const curve = z.strictObject({ slope: z.number(), shift: z.number() });
export type Curve = z.infer<typeof curve>;

/** A level: linear weights are whole numbers times `scale`; from `threshold` on it counts. */
const level = curve.extend({ scale: z.number(), bias: z.number(), threshold: z.number() });

const header = z.strictObject({
  version: z.literal(7),
  /** SHA-256 of all training lines, in hexadecimal. */
  corpus: z.string().regex(/^[0-9a-f]{64}$/),
  /** The same of the compiled rules that were read while learning. */
  rules: z.string().regex(/^[0-9a-f]{64}$/),
  levelBuckets: z.literal(limits.levelBuckets),
  /** Pieces that the nets know. */
  vocabulary: z.int(),
  high: level,
  imminent: level,
  /** Probability of high from which a message that does not ring is asked about. */
  asksFrom: z.number(),
  /** Probability of high under which what rules ring is asked about instead (`doubt.ts`). */
  doubt: z.number(),
  /** Linear sum of high under which the nets need not be asked: no line they were not fitted to had less and counted. */
  netsFrom: z.number(),
  /** Linear sum over which no doubt is left: no line they were not fitted to had more and was doubted. */
  doubtTo: z.number(),
  /** The scale of each net's words. */
  nets: z.array(z.number()).length(limits.nets),
  categories: z.array(curve.extend({ category: z.enum(categories) })),
  /** Of the authored lines of one part, judged by outputs that were not fitted to them: how many are judged high or above. */
  crossed: z.array(z.strictObject({ level: z.enum(riskLevels), hits: z.int(), of: z.int() })),
});
/** What stands before the weights: sizes, scales, calibration, and the probabilities from which an output counts. */
export type ModelHeader = z.infer<typeof header>;

/** The learned classifier: linear outputs high and imminent (those of a bucket stand together), and the nets beside them. */
export interface Model {
  readonly header: ModelHeader;
  readonly levels: Int8Array;
  /** Hashes of the pieces behind the rows of each net's words, ascending. */
  readonly vocabulary: Int32Array;
  readonly nets: readonly Net[];
}

/** Outputs of a net: high, imminent, then every category of the closed list. */
export const netOutputs = 2 + categories.length;
/** The number of a category's output. */
export const outputOf = (category: Category): number => 2 + categories.indexOf(category);

const magic = 'HIEN-RISK-MODEL\n';

/**
 * The bytes of `model.bin`: a name, the header's length (four bytes, least first), the header as JSON, the linear weights, the
 * vocabulary, then of each net its words and its other numbers (vocabulary and numbers four bytes each, least first).
 */
export function writeModel({ header: head, levels, vocabulary, nets }: Model): Uint8Array {
  const name = new TextEncoder().encode(magic);
  const text = new TextEncoder().encode(JSON.stringify(head));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length, true);
  const weights = nets.flatMap((net) => [
    bytesOf(net.words),
    ...netParts.map((part) => littleEndian(net[part])),
  ]);
  const parts = [name, length, text, bytesOf(levels), littleEndian(vocabulary), ...weights];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Int8Array | Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const partSizes = sizesOf(netOutputs);
const partBytes = 4 * netParts.reduce((sum, part) => sum + partSizes[part], 0);

function littleEndian(values: Float32Array | Int32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, at) => {
    if (values instanceof Int32Array) view.setInt32(at * 4, value, true);
    else view.setFloat32(at * 4, value, true);
  });
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
  const levelBytes = limits.levelBuckets * 2;
  const wordBytes = head.vocabulary * limits.netWidth;
  const firstNet = start + levelBytes + 4 * head.vocabulary;
  if (bytes.length !== firstNet + limits.nets * (wordBytes + partBytes))
    throw new Error('the classifier model has the wrong length');
  const view = new DataView(bytes.buffer, bytes.byteOffset + start + levelBytes);
  return {
    header: head,
    levels: new Int8Array(bytes.buffer, bytes.byteOffset + start, levelBytes),
    vocabulary: Int32Array.from({ length: head.vocabulary }, (_, row) => view.getInt32(row * 4, true)),
    nets: head.nets.map((wordScale, net) =>
      readNet(bytes.subarray(firstNet + net * (wordBytes + partBytes)), wordBytes, wordScale),
    ),
  };
}

function readNet(bytes: Uint8Array, wordBytes: number, wordScale: number): Net {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = wordBytes;
  const parts = eachPart((part) => {
    const values = Float32Array.from({ length: partSizes[part] }, (_, place) =>
      view.getFloat32(at + place * 4, true),
    );
    at += values.byteLength;
    return values;
  });
  const words = new Int8Array(bytes.buffer, bytes.byteOffset, wordBytes);
  return { words, wordScale, ...parts };
}

/** What the model says of a message: calibrated probabilities in its gravest window, words `from` to `to` (exclusive). */
export interface Score {
  readonly high: number;
  readonly imminent: number;
  /** In the order of the header's categories; worked out when asked. */
  readonly categories: () => readonly number[];
  readonly from: number;
  readonly to: number;
}

/** What a score is wanted for: all of it, finding danger (nothing where there is none), or doubting that there is any. */
export type Asked = 'everything' | 'danger' | 'doubt';

/**
 * Makes the judge of messages: the linear outputs find the gravest window (linear in the length), the nets read that one.
 * It gives `undefined` without words, and where the linear outputs alone are sure of what is asked for.
 */
export function makeScorer(model: Model): (message: Readied, what: Asked) => Score | undefined {
  const judge = makeNetsJudge(model.nets);
  const rowsOf = makeRowsOf(model.vocabulary);
  const { high, imminent, netsFrom, doubtTo, categories: curves } = model.header;
  return (message, what) => {
    const sums = sumLevels(model, message);
    const window = gravestWindow(model.header, sums, message.words.length);
    if (window === undefined) return undefined;
    if ((what === 'danger' && window.high < netsFrom) || (what === 'doubt' && window.high > doubtTo))
      return undefined;
    const { from, to } = window;
    const said = judge(rowsOf(piecesOf(message, from, to)));
    return {
      high: probability(high, window.high + limits.netsWeight * (said[0] ?? 0)),
      imminent: probability(
        imminent,
        linearSum(imminent, sums, 'imminent', from, to) + limits.netsWeight * (said[1] ?? 0),
      ),
      categories: () => curves.map((of) => probability(of, said[outputOf(of.category)] ?? 0)),
      from,
      to,
    };
  };
}

/** The window whose linear sum for high is greatest. */
function gravestWindow({ high }: ModelHeader, sums: Sums, count: number) {
  let best: { readonly high: number; readonly from: number; readonly to: number } | undefined;
  for (let from = 0; from < count; from += limits.windowStep) {
    const to = Math.min(count, from + limits.windowWords);
    const sum = linearSum(high, sums, 'high', from, to);
    if (best === undefined || sum > best.high) best = { high: sum, from, to };
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

/** Sums are divided by the root of how many features there are, as in training. */
function linearSum(
  { scale, bias }: { readonly scale: number; readonly bias: number },
  sums: Sums,
  name: 'high' | 'imminent',
  from: number,
  to: number,
): number {
  const within = (of: keyof Running): number => sums.signs[of] + (sums[of][to] ?? 0) - (sums[of][from] ?? 0);
  return bias + (scale * within(name)) / Math.sqrt(Math.max(1, within('features')));
}

/** What a sum says, as a probability. */
export const probability = ({ slope, shift }: Curve, sum: number): number =>
  1 / (1 + Math.exp(-(slope * sum + shift)));
