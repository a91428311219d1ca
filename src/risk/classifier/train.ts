import { tokenise } from '../../text/tokens.ts';
import { type Category, categories } from '../category.ts';
import type { CompiledRules } from '../compile.ts';
import { makeDetector } from '../detector.ts';
import { isAtLeast, type RiskLevel, riskLevels } from '../level.ts';
import { copiesOf } from './copies.ts';
import { mayDoubt } from './doubt.ts';
import { conceptNames, pausePiece, piecesOf, ready, visitFeatures, visitSigns } from './features.ts';
import { calibrate, fitLinear, type Linear, sumOf } from './fit.ts';
import { lessonsOf, outputsTaught } from './lessons.ts';
import { classifierLimits as limits } from './limits.ts';
import { type Curve, type Model, type ModelHeader, netOutputs, outputOf, probability } from './model.ts';
import type { Net, Pieces } from './net.ts';
import { firstOutputs, fitNet, type NetExample, roundedNet } from './net-fit.ts';
import { makeNetsJudge } from './net-machine.ts';
import { isHeldOut, partOf } from './split.ts';
import { makeRowsOf, vocabularyOf } from './vocabulary.ts';

/** One line to learn from; ordinary talk is what nobody wrote about danger. */
export interface TrainingLine {
  readonly id: string;
  readonly text: string;
  readonly level: RiskLevel;
  readonly categories: readonly Category[];
  /** Triggers of safety-content §1.1, and who writes (`lessons.ts`). */
  readonly triggers: readonly string[];
  readonly speaker: string;
  readonly ordinary: boolean;
  /** The file it stands in. */
  readonly source: string;
}

/** A copy of a line with what is read of it. */
interface Sample {
  readonly line: TrainingLine;
  readonly features: Int32Array;
  readonly pieces: Pieces;
  readonly weight: number;
  /** 0 the line as typed, 1 without marks, and so on. */
  readonly copy: number;
  /** What rules alone make of it, and whether the outputs may doubt that. */
  readonly ruled: RiskLevel;
  readonly doubtful: boolean;
}

/** How often rules and outputs together may be wrong, measured on lines the outputs were not fitted to. */
const allowed = {
  hardNegatives: 0.0275,
  hardNegativesWithoutMarks: 0.045,
  ordinary: 0.0055,
  ordinaryWithoutMarks: 0.0105,
  /** In each source of ordinary talk that has enough lines: angry comments may ring twice as often as the rest. */
  source: 0.01,
  sourceWithoutMarks: 0.0175,
  /** Harmless lines that ring or are asked about. */
  asked: 0.05,
  askedWithoutMarks: 0.06,
  /** Grave lines that rules ring and the model doubts: they are asked about. */
  doubtedGrave: 0.01,
  /**
   * Imminent on lines that are less. A third of those called too early is what trauma care allows itself so
   * that fewer than one in twenty is called too late (American College of Surgeons, over- and undertriage).
   */
  imminentOnHarmless: 0.02,
  imminentOnLesser: 0.15,
  imminentOnHigh: 0.35,
} as const;
/**
 * How much a line counts. What is harmless teaches most, ordinary talk above all: it is what people write all day. Whether
 * current violence without a marker is a call in the night or the next morning, two people would judge differently.
 */
const weights: Readonly<Record<RiskLevel, number>> = {
  none: 3,
  low: 2,
  medium: 0.3,
  high: 1.5,
  imminent: 1.5,
};
const ordinaryWeight = 16;
/** How much a category counts beside a level, and those of ordinary talk. */
const categoryWeight = 0.7;
const ordinaryCategoryWeight = 0.2;
/** How much a trigger or who speaks counts beside a category. */
const lessonWeight = 2;
/** In what share of rounds a net reads the copy without marks, another copy, a line of ordinary talk. */
const bareOften = 0.7;
const copyOften = 0.4;
const ordinaryOften = 0.7;
/** One of so many parts of the training lines calibrates: it is judged by outputs fitted to the others. */
const parts = 3;
const calibrating = 0;
/** Ordinary lines of a source that are enough to tell how often it rings. */
const fewestOfSource = 1000;
/** Lines of a category that are enough to learn it. */
const fewestOfCategory = 30;

/** Which lines a net is fitted to: all that are learned from (null), or those of the parts other than one. */
export interface NetJob {
  readonly without: number | null;
  readonly seed: number;
}

/** Fits the nets of a training run, here or on other threads: the same job gives the same net wherever it is done. */
export type NetFitter = (job: NetJob) => Promise<Net>;

/** Makes the fitter that works here. */
export function makeNetFitter(lines: readonly TrainingLine[], rules: CompiledRules): (job: NetJob) => Net {
  const samples = learnedOf(lines).flatMap(makeSampler(rules, false));
  return fitterOf(samples, vocabularyIn(samples));
}

function fitterOf(samples: readonly Sample[], vocabulary: Int32Array): (job: NetJob) => Net {
  const rowsOf = makeRowsOf(vocabulary);
  const examples = samples.map((sample) => ({
    example: exampleOf(sample, rowsOf),
    part: partOfSample(sample),
  }));
  const pause = rowsOf({
    ends: Int32Array.of(1),
    numbers: Int32Array.of(pausePiece),
    signs: new Int32Array(),
  });
  const sizes = { rows: vocabulary.length, outputs: outputsTaught, pause: pause.numbers[0] };
  return ({ without, seed }) => {
    const chosen = examples.filter(({ part }) => part !== without);
    const net = fitNet(
      chosen.map(({ example }) => example),
      sizes,
      seed,
    );
    return roundedNet(firstOutputs(net, netOutputs));
  };
}

/**
 * Learns the model from all lines but the held-out fifth. The same lines and rules give the same bytes.
 * `learnedFrom`: hashes of all lines and of the rules, kept in the header; `fitNetOf` fits to the same lines and rules,
 * here where it is not given.
 */
export async function trainModel(
  lines: readonly TrainingLine[],
  rules: CompiledRules,
  learnedFrom: Pick<ModelHeader, 'corpus' | 'rules'>,
  fitNetOf?: NetFitter,
): Promise<Model> {
  const learned = learnedOf(lines);
  const samples = learned.flatMap(makeSampler(rules));
  const vocabulary = vocabularyIn(samples);
  const fit = fitNetOf ?? inTurn(fitterOf(samples, vocabulary));
  const netsOf = (without: NetJob['without'], first: number): Promise<readonly Net[]> =>
    Promise.all(Array.from({ length: limits.nets }, (_, net) => fit({ without, seed: first + net })));
  // Asked for at once: other threads fit them while the linear outputs are fitted here.
  const fitted = Promise.all([netsOf(null, 1), netsOf(calibrating, 1 + limits.nets)]);
  const whole = fitLevels(samples);
  const besides = fitLevels(samples.filter((sample) => partOfSample(sample) !== calibrating));
  const [nets, others] = await fitted;
  const judged = judgedBy(
    besides,
    others,
    vocabulary,
    samples.filter((sample) => partOfSample(sample) === calibrating),
  );
  const high = calibrate(judged.map(({ sample, high: sum }) => ({ sum, positive: isHigh(sample) })));
  const imminent = calibrate(
    judged.map(({ sample, imminent: sum }) => ({ sum, positive: isImminent(sample) })),
  );
  const said = judged.map(({ sample, linear, high: ofHigh, imminent: ofImminent }) => ({
    sample,
    linear,
    high: probability(high, ofHigh),
    imminent: probability(imminent, ofImminent),
  }));
  const doubt = doubtThreshold(said);
  const cases = said.map((one) => ({ ...one, ruled: undoubted(one, doubt) }));
  const fromHigh = highThreshold(cases);
  const asksFrom = Math.min(fromHigh, asksThreshold(cases));
  const roundedHigh = rounded(whole.high);
  const roundedImminent = rounded(whole.imminent);
  return {
    header: {
      version: 7,
      ...learnedFrom,
      levelBuckets: limits.levelBuckets,
      vocabulary: vocabulary.length,
      high: { ...high, ...roundedHigh.scaled, threshold: fromHigh },
      imminent: { ...imminent, ...roundedImminent.scaled, threshold: imminentThreshold(cases, fromHigh) },
      asksFrom,
      doubt,
      netsFrom: leastLinear(said, asksFrom),
      doubtTo: mostLinear(said, doubt),
      nets: nets.map(({ wordScale }) => wordScale),
      categories: categories
        .filter((category) => category !== 'none' && countOf(learned, category) >= fewestOfCategory)
        .map((category) => ({ ...categoryCurve(judged, category), category })),
      crossed: crossed(cases, fromHigh),
    },
    levels: interleaved(roundedHigh.weights, roundedImminent.weights),
    vocabulary,
    nets,
  };
}

const inTurn =
  (fit: (job: NetJob) => Net): NetFitter =>
  (job) =>
    Promise.resolve(fit(job));

const learnedOf = (lines: readonly TrainingLine[]): readonly TrainingLine[] =>
  lines.filter((line) => !isHeldOut(line.id));

const isHigh = ({ line }: Sample): boolean => isAtLeast(line.level, 'high');
const isImminent = ({ line }: Sample): boolean => line.level === 'imminent';

const weightOf = ({ line, weight }: Sample): number =>
  weight * (line.ordinary ? ordinaryWeight : weights[line.level]);

const countOf = (lines: readonly TrainingLine[], category: Category): number =>
  lines.filter((line) => line.categories.includes(category)).length;

/** Reads the copies of one line; the features of the linear outputs only where they are wanted. */
function makeSampler(rules: CompiledRules, isLinear = true): (line: TrainingLine) => readonly Sample[] {
  const names = conceptNames(rules.concepts);
  const detector = makeDetector(rules);
  return (line) =>
    copiesOf(line.text)
      .slice(0, line.ordinary ? 2 : undefined)
      .map(({ text, weight }, copy) => {
        const tokenised = tokenise(text);
        const { signals, level } = detector.assess(text);
        const message = ready(tokenised, rules.tree.search(tokenised), names, signals);
        const features: number[] = [];
        const visit = (feature: number): unknown => features.push(feature);
        if (isLinear) {
          visitSigns(message, visit);
          for (let at = 0; at < message.words.length; at++) visitFeatures(message, at, visit);
        }
        const end = Math.min(message.words.length, limits.windowWords);
        return {
          line,
          features: Int32Array.from(features),
          pieces: piecesOf(message, 0, end),
          weight,
          copy,
          ruled: level,
          doubtful: mayDoubt({ text: tokenised, signals, previous: [] }),
        };
      });
}

interface Levels {
  readonly high: Linear;
  readonly imminent: Linear;
}

/** Both linear outputs, fitted to these copies. */
function fitLevels(samples: readonly Sample[]): Levels {
  const linear = (isPositive: (sample: Sample) => boolean): Linear =>
    fitLinear(
      samples.map((sample) => ({
        features: sample.features,
        weight: weightOf(sample),
        positive: isPositive(sample),
      })),
      limits.levelBuckets,
    );
  return { high: linear(isHigh), imminent: linear(isImminent) };
}

/** What a net learns from one copy of a line: both levels, and every category, trigger and speaker, which no level could teach it. */
function exampleOf(sample: Sample, rowsOf: (pieces: Pieces) => Pieces): NetExample {
  const { line, pieces, copy, weight } = sample;
  const targets = new Float32Array(outputsTaught);
  targets[0] = isHigh(sample) ? 1 : 0;
  targets[1] = isImminent(sample) ? 1 : 0;
  for (const category of line.categories) targets[outputOf(category)] = 1;
  for (const lesson of lessonsOf(line)) targets[lesson] = 1;
  const usual = weight * (line.ordinary ? ordinaryCategoryWeight : categoryWeight);
  const own = new Float32Array(outputsTaught).fill(usual).fill(lessonWeight * usual, netOutputs);
  own[0] = weightOf(sample);
  own[1] = weightOf(sample);
  const often = line.ordinary ? ordinaryOften : ([1, bareOften][copy] ?? copyOften);
  return { rows: rowsOf(pieces), targets, weights: own, often };
}

/** What a fit says of a line it was not fitted to: sums before calibration, nets' outputs. */
interface Judged {
  readonly sample: Sample;
  /** The linear part of `high`. */
  readonly linear: number;
  readonly high: number;
  readonly imminent: number;
  readonly outputs: Float32Array;
}

/** The pieces that the nets know: those of all lines that are learned from, whichever part is left out. */
function vocabularyIn(samples: readonly Sample[]): Int32Array {
  const lines = Map.groupBy(samples, ({ line }) => line);
  return vocabularyOf([...lines.values()].map((copies) => copies.map(({ pieces }) => pieces)));
}

/** The part that a line falls into. */
const partOfSample = ({ line }: Pick<Sample, 'line'>): number => partOf(line.id, parts);

/** Samples judged by outputs that were not fitted to them. */
function judgedBy(
  fitted: Levels,
  nets: readonly Net[],
  vocabulary: Int32Array,
  samples: readonly Sample[],
): readonly Judged[] {
  const judge = makeNetsJudge(nets);
  const rowsOf = makeRowsOf(vocabulary);
  return samples.map((sample) => {
    const outputs = judge(rowsOf(sample.pieces));
    const linear = sumOf(fitted.high, sample.features);
    return {
      sample,
      linear,
      high: linear + limits.netsWeight * (outputs[0] ?? 0),
      imminent: sumOf(fitted.imminent, sample.features) + limits.netsWeight * (outputs[1] ?? 0),
      outputs,
    };
  });
}

/** Probabilities of a line by outputs that were not fitted to it. */
interface Said {
  readonly sample: Sample;
  /** The linear sum of high, before the nets. */
  readonly linear: number;
  readonly high: number;
  readonly imminent: number;
}

/** The same with what rules make of it where the outputs do not doubt that. */
interface Case extends Said {
  readonly ruled: RiskLevel;
}

const categoryCurve = (judged: readonly Judged[], category: Category): Curve =>
  calibrate(
    judged.map(({ sample, outputs }) => ({
      sum: outputs[outputOf(category)] ?? 0,
      positive: sample.line.categories.includes(category),
    })),
  );

/** Weights as whole numbers of −127 to 127 times a scale. */
function rounded({ weights: exact, bias }: Linear) {
  let most = 0;
  for (const weight of exact) most = Math.max(most, Math.abs(weight));
  const scale = most === 0 ? 1 : most / 127;
  return {
    weights: Int8Array.from(exact, (weight) => Math.round(weight / scale)),
    scaled: { scale, bias },
  };
}

/** Both outputs of a bucket side by side. */
function interleaved(high: Int8Array, imminent: Int8Array): Int8Array {
  const all = new Int8Array(2 * high.length);
  for (let at = 0; at < high.length; at++) {
    all[2 * at] = high[at] ?? 0;
    all[2 * at + 1] = imminent[at] ?? 0;
  }
  return all;
}

/** The probability under which what rules ring is doubted: few grave lines are, with marks or without. */
function doubtThreshold(said: readonly Said[]): number {
  const of = (copy: number): readonly number[] =>
    said
      .filter(({ sample }) => sample.copy === copy && sample.doubtful && isHigh(sample))
      .map(({ high }) => 1 - high);
  return 1 - Math.max(above(of(0), allowed.doubtedGrave), above(of(1), allowed.doubtedGrave));
}

/** The greatest linear sum with which what rules ring was still doubted. */
const mostLinear = (said: readonly Said[], doubt: number): number =>
  said.reduce(
    (most, { sample, high, linear }) => (sample.doubtful && high < doubt ? Math.max(most, linear) : most),
    0,
  );

/** The least linear sum with which a line was still asked about. */
const leastLinear = (said: readonly Said[], asksFrom: number): number =>
  said.reduce((least, { high, linear }) => (high < asksFrom ? least : Math.min(least, linear)), 0);

/** What rules make of a line where the outputs do not doubt it; a doubted line is asked about, nothing rings. */
const undoubted = ({ sample, high }: Said, doubt: number): RiskLevel =>
  sample.doubtful && high < doubt ? 'medium' : sample.ruled;

/** How likely high copies of harmless lines are, or of ordinary talk; certain where rules ring. */
const harmless = (cases: readonly Case[], ordinary: boolean, copy: number): readonly number[] =>
  cases
    .filter(
      ({ sample: { line, copy: own } }) =>
        line.ordinary === ordinary && own === copy && (ordinary || line.level === 'none'),
    )
    .map(({ ruled, high }) => (isAtLeast(ruled, 'high') ? 1 : high));

/** The lowest probability at which no group of harmless lines rings more often than allowed. */
const highThreshold = (cases: readonly Case[]): number =>
  Math.max(
    above(harmless(cases, false, 0), allowed.hardNegatives),
    above(harmless(cases, false, 1), allowed.hardNegativesWithoutMarks),
    above(harmless(cases, true, 0), allowed.ordinary),
    above(harmless(cases, true, 1), allowed.ordinaryWithoutMarks),
    ...sources(cases, 0).map((source) => above(source, allowed.source)),
    ...sources(cases, 1).map((source) => above(source, allowed.sourceWithoutMarks)),
  );

/** `harmless` of each source of ordinary talk: many quiet ones must not make room for one that rings. */
const sources = (cases: readonly Case[], copy: number): readonly (readonly number[])[] =>
  [...Map.groupBy(cases, ({ sample }) => sample.line.source).values()]
    .map((of) => harmless(of, true, copy))
    .filter((of) => of.length >= fewestOfSource);

/** The same for what is only asked about. */
const asksThreshold = (cases: readonly Case[]): number =>
  Math.max(
    above(harmless(cases, false, 0), allowed.asked),
    above(harmless(cases, false, 1), allowed.askedWithoutMarks),
  );

/** How rules and outputs together do on the lines that the outputs were not fitted to. */
function crossed(cases: readonly Case[], fromHigh: number): ModelHeader['crossed'] {
  const typed = cases.filter(({ sample: { line, copy } }) => !line.ordinary && copy === 0);
  return riskLevels.map((level) => {
    const group = typed.filter(({ sample }) => sample.line.level === level);
    const hits = group.filter(({ ruled, high }) => isAtLeast(ruled, 'high') || high >= fromHigh).length;
    return { level, hits, of: group.length };
  });
}

/** Only what is found high can become imminent. */
function imminentThreshold(cases: readonly Case[], fromHigh: number): number {
  const of = (...levels: readonly RiskLevel[]): readonly number[] =>
    cases
      .filter(({ sample: { line, copy } }) => copy === 0 && levels.includes(line.level))
      .map(({ ruled, high, imminent }) => {
        if (ruled === 'imminent') return 1;
        return isAtLeast(ruled, 'high') || high >= fromHigh ? imminent : 0;
      });
  return Math.max(
    above(of('none'), allowed.imminentOnHarmless),
    above(of('low', 'medium'), allowed.imminentOnLesser),
    above(of('high'), allowed.imminentOnHigh),
  );
}

/** The probability that only `share` of the cases exceed. */
function above(said: readonly number[], share: number): number {
  const sorted = said.toSorted((a, b) => b - a);
  return sorted[Math.floor(sorted.length * share)] ?? 0.5;
}
