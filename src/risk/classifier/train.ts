import { tokenise } from '../../text/tokens.ts';
import { type Category, categories } from '../category.ts';
import type { CompiledRules } from '../compile.ts';
import { makeDetector } from '../detector.ts';
import { isAtLeast, type RiskLevel, riskLevels } from '../level.ts';
import { copiesOf } from './copies.ts';
import { conceptNames, ready, visitFeatures, visitSigns } from './features.ts';
import { calibrate, fitLinear, type Linear, sumOf } from './fit.ts';
import { classifierLimits as limits } from './limits.ts';
import type { Model, ModelHeader, Output } from './model.ts';
import { isHeldOut, partOf } from './split.ts';

/** One line to learn from; ordinary talk is what nobody wrote about danger. */
export interface TrainingLine {
  readonly id: string;
  readonly text: string;
  readonly level: RiskLevel;
  readonly categories: readonly Category[];
  readonly ordinary: boolean;
}

/** A copy of a line with its features. */
interface Sample {
  readonly line: TrainingLine;
  readonly features: Int32Array;
  readonly weight: number;
  /** 0 the line as typed, 1 without marks, and so on. */
  readonly copy: number;
  /** Whether rules alone judge it high or above: then the output changes nothing. */
  readonly rings: boolean;
}

/** How often an output may ring where rules are rightly silent, measured on lines it was not fitted to. */
const allowed = {
  hardNegatives: 0.055,
  hardNegativesWithoutMarks: 0.075,
  ordinary: 0.0025,
  ordinaryWithoutMarks: 0.006,
  /** Imminent by agreement: lines that are graver judged than they are. */
  imminentOnHarmless: 0.006,
  imminentOnLesser: 0.09,
  imminentOnHigh: 0.35,
} as const;
/**
 * How much a line counts. What looks like danger and is none teaches most; ordinary talk is plenty; whether current
 * violence without a marker is a call in the night or the next morning, two people would judge differently.
 */
const weights: Readonly<Record<RiskLevel, number>> = {
  none: 3,
  low: 2,
  medium: 0.3,
  high: 1.5,
  imminent: 1.5,
};
const ordinaryWeight = 0.5;
/** Parts of the training lines for calibration: each is judged by outputs fitted to the others. */
const levelParts = 3;
/** Categories are many and decide less: one part of so many is judged, by outputs fitted to the rest. */
const categoryParts = 4;
/** Lines of a category that are enough to learn it. */
const fewestOfCategory = 30;

/**
 * Learns the model from all lines but the held-out fifth. The same lines and rules give the same bytes.
 * `corpus` is the hash of all lines, kept in the header.
 */
export function trainModel(lines: readonly TrainingLine[], rules: CompiledRules, corpus: string): Model {
  const samples = samplesOf(
    lines.filter((line) => !isHeldOut(line.id)),
    rules,
  );
  const levels = { buckets: limits.levelBuckets, parts: levelParts, judged: levelParts };
  const topics = { buckets: limits.categoryBuckets, parts: categoryParts, judged: 1 };
  const high = learn(samples, levels, (line) => isAtLeast(line.level, 'high'), weightOf);
  const imminent = learn(samples, levels, (line) => line.level === 'imminent', weightOf);
  const fromHigh = highThreshold(high);
  const told = samples.filter(({ line, copy }) => copy <= 1 && (!line.ordinary || partOf(line.id, 8) === 0));
  const about = categories
    .filter((category) => category !== 'none' && countOf(lines, category) >= fewestOfCategory)
    .map((category) => ({
      category,
      ...learn(
        told,
        topics,
        (line) => line.categories.includes(category),
        () => 1,
      ),
    }));
  return {
    header: {
      version: 2,
      corpus,
      levelBuckets: limits.levelBuckets,
      categoryBuckets: limits.categoryBuckets,
      high: { ...high.output, threshold: fromHigh },
      imminent: { ...imminent.output, threshold: imminentThreshold(imminent, high, fromHigh) },
      categories: about.map(({ category, output }) => ({ ...output, category })),
      crossed: crossed(high, fromHigh),
    },
    levels: interleaved([high, imminent], limits.levelBuckets),
    categories: interleaved(about, limits.categoryBuckets),
  };
}

const weightOf = (line: TrainingLine): number => (line.ordinary ? ordinaryWeight : weights[line.level]);

const countOf = (lines: readonly TrainingLine[], category: Category): number =>
  lines.filter((line) => !isHeldOut(line.id) && line.categories.includes(category)).length;

function samplesOf(lines: readonly TrainingLine[], rules: CompiledRules): readonly Sample[] {
  const names = conceptNames(rules.concepts);
  const detector = makeDetector(rules);
  return lines.flatMap((line) =>
    copiesOf(line.text)
      .slice(0, line.ordinary ? 2 : undefined)
      .map(({ text, weight }, copy) => {
        const tokenised = tokenise(text);
        const { signals, level } = detector.assess(text);
        const message = ready(tokenised, rules.tree.search(tokenised), names, signals);
        const features: number[] = [];
        const visit = (feature: number): unknown => features.push(feature);
        visitSigns(message, visit);
        for (let at = 0; at < message.words.length; at++) visitFeatures(message, at, visit);
        return { line, features: Int32Array.from(features), weight, copy, rings: isAtLeast(level, 'high') };
      }),
  );
}

/** How an output is learned: into how many buckets, and how many of how many parts are judged by the rest. */
interface Manner {
  readonly buckets: number;
  readonly parts: number;
  readonly judged: number;
}

/** A fitted output, rounded, with the calibrated probabilities of lines it was not fitted to. */
interface Learned {
  readonly weights: Int8Array;
  readonly output: Output;
  readonly judged: readonly { readonly sample: Sample; readonly said: number }[];
}

function learn(
  samples: readonly Sample[],
  { buckets, parts, judged }: Manner,
  isPositive: (line: TrainingLine) => boolean,
  weigh: (line: TrainingLine) => number,
): Learned {
  const examples = samples.map((sample) => ({
    ...sample,
    weight: sample.weight * weigh(sample.line),
    positive: isPositive(sample.line),
  }));
  const cases = Array.from({ length: judged }, (_, part) => {
    const isOther = ({ line }: Sample): boolean => partOf(line.id, parts) !== part;
    const linear = fitLinear(examples.filter(isOther), buckets);
    return examples
      .filter((example) => !isOther(example))
      .map((sample) => ({ sample, positive: sample.positive, sum: sumOf(linear, sample.features) }));
  }).flat();
  const { slope, shift } = calibrate(cases);
  const { weights, scale, bias } = rounded(fitLinear(examples, buckets));
  return {
    weights,
    output: { scale, bias, slope, shift },
    judged: cases.map(({ sample, sum }) => ({ sample, said: 1 / (1 + Math.exp(-(slope * sum + shift))) })),
  };
}

/** Weights as whole numbers of −127 to 127 times a scale. */
function rounded({ weights, bias }: Linear): { weights: Int8Array; scale: number; bias: number } {
  let most = 0;
  for (const weight of weights) most = Math.max(most, Math.abs(weight));
  const scale = most === 0 ? 1 : most / 127;
  return { weights: Int8Array.from(weights, (weight) => Math.round(weight / scale)), scale, bias };
}

function interleaved(outputs: readonly { readonly weights: Int8Array }[], buckets: number): Int8Array {
  const all = new Int8Array(outputs.length * buckets);
  outputs.forEach(({ weights }, output) => {
    for (let at = 0; at < buckets; at++) all[at * outputs.length + output] = weights[at] ?? 0;
  });
  return all;
}

/** The lowest probability at which no group of harmless lines rings more often than allowed. */
function highThreshold({ judged }: Learned): number {
  const silent = judged.map((one) => ({ ...one, said: one.sample.rings ? 0 : one.said }));
  const of = (ordinary: boolean, copy: number) =>
    silent.filter(
      ({ sample: { line, copy: own } }) =>
        line.ordinary === ordinary && own === copy && (ordinary || line.level === 'none'),
    );
  return Math.max(
    above(of(false, 0), allowed.hardNegatives),
    above(of(false, 1), allowed.hardNegativesWithoutMarks),
    above(of(true, 0), allowed.ordinary),
    above(of(true, 1), allowed.ordinaryWithoutMarks),
  );
}

/** How rules and output together do on the lines that the output was not fitted to. */
function crossed({ judged }: Learned, fromHigh: number): ModelHeader['crossed'] {
  const typed = judged.filter(({ sample: { line, copy } }) => !line.ordinary && copy === 0);
  return riskLevels.map((level) => {
    const group = typed.filter(({ sample }) => sample.line.level === level);
    const hits = group.filter(({ sample, said }) => sample.rings || said >= fromHigh).length;
    return { level, hits, of: group.length };
  });
}

/** Only what is found high can become imminent; both outputs judged the same lines in the same order. */
function imminentThreshold(imminent: Learned, high: Learned, fromHigh: number): number {
  const open = imminent.judged.map(({ sample, said }, at) => {
    const isHigh = sample.rings || (high.judged[at]?.said ?? 0) >= fromHigh;
    return { sample, said: isHigh ? said : 0 };
  });
  const of = (...levels: readonly RiskLevel[]) =>
    open.filter(({ sample: { line, copy } }) => copy === 0 && levels.includes(line.level));
  return Math.max(
    above(of('none'), allowed.imminentOnHarmless),
    above(of('low', 'medium'), allowed.imminentOnLesser),
    above(of('high'), allowed.imminentOnHigh),
  );
}

/** The probability that only `share` of the cases exceed. */
function above(cases: readonly { readonly said: number }[], share: number): number {
  const said = cases.map((one) => one.said).sort((a, b) => b - a);
  return said[Math.floor(said.length * share)] ?? 0.5;
}
