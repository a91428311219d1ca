import { z } from 'zod';
import type { Finding, SourcePath } from '../issue.ts';
import { flowLimits } from '../limits.ts';
import type { PlanOption, PlanVariable, RiskMark, TextKey } from '../plan.ts';
import { optionFields, optionsOf } from '../steps/choose.ts';
import { bubbles, keepBubbles, marksOf, report, riskFields, type StepPlace } from '../steps/kind.ts';
import type { PlainValue } from './document.ts';
import { isId } from './ids.ts';
import { schemaParams } from './schema-params.ts';

/** One question of an instrument: its words, its answers with their weights, and what holds the answer. */
export interface InstrumentItem {
  readonly id: string;
  readonly spoken: { readonly text: readonly TextKey[]; readonly childText?: readonly TextKey[] };
  /** `next` is empty: the step that uses the instrument fills it. */
  readonly options: readonly PlanOption[];
  readonly variable: PlanVariable;
}

/** A questionnaire as data (safety-content §2): every score is a prompt to a human, never a diagnosis. */
export interface Instrument {
  readonly id: string;
  readonly title: string;
  readonly items: readonly InstrumentItem[];
  readonly bands: readonly {
    readonly band: string;
    readonly from: number;
    readonly to: number;
    readonly risk: readonly RiskMark[];
  }[];
  /** The least and greatest sum that the weights can give. */
  readonly range: { readonly min: number; readonly max: number };
  readonly texts: ReadonlyMap<TextKey, string>;
}

const item = z.strictObject({
  ask: bubbles,
  child: bubbles.optional(),
  options: z.record(z.string(), z.strictObject({ ...optionFields, weight: z.number().int() })),
});

const schema = z.strictObject({
  format: z.literal(1),
  instrument: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/u),
  title: z.string().min(1),
  language: z.literal('vi'),
  version: z.number().int().min(1),
  /** Whose constructs these are, and where the rule comes from. */
  source: z.string().min(1),
  /** What the owner allows. The words are the product's own (safety-content §2). */
  licence: z.string().min(1),
  note: z.string().optional(),
  range: z.strictObject({ min: z.number().int(), max: z.number().int() }),
  items: z.record(z.string(), item),
  bands: z
    .array(z.strictObject({ band: z.string(), from: z.number().int(), to: z.number().int(), ...riskFields }))
    .min(1),
});
type Authored = z.infer<typeof schema>;

type Report = (finding: Finding) => void;

/** Reads an instrument; `null` when it is not one. Faults go to `report`. */
export function readInstrument(
  value: PlainValue,
  labels: StepPlace['labels'],
  report: Report,
): Instrument | null {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const path: SourcePath = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
      report({ rule: 'schema', key: 'schema', params: schemaParams(path, issue.message), path, step: null });
    }
    return null;
  }
  const authored = parsed.data;
  const texts = new Map<TextKey, string>();
  checkNames(authored, report);
  checkRange(authored, report);
  return {
    id: authored.instrument,
    title: authored.title,
    items: Object.entries(authored.items).map(([id, one]) =>
      itemOf(id, one, { namespace: authored.instrument, texts, labels, report }),
    ),
    bands: authored.bands.map((band, index) => ({
      band: band.band,
      from: band.from,
      to: band.to,
      risk: marksOf({ report, step: band.band, at: ['bands', index] }, [], band),
    })),
    range: authored.range,
    texts,
  };
}

function itemOf(
  id: string,
  authored: Authored['items'][string],
  shared: Pick<StepPlace, 'namespace' | 'texts' | 'labels' | 'report'>,
): InstrumentItem {
  const place: StepPlace = { ...shared, step: id, at: ['items', id], variables: {}, library: noLibrary };
  const names = Object.keys(authored.options).filter((name) => name !== 'unsure' && name !== 'skip');
  return {
    id,
    spoken: {
      text: keepBubbles(place, 'ask', authored.ask),
      ...(authored.child !== undefined && { childText: keepBubbles(place, 'ask', authored.child, '.child') }),
    },
    options: optionsOf(
      Object.fromEntries(Object.entries(authored.options).map(([name, one]) => [name, { ...one, next: '' }])),
      place,
    ),
    variable: { type: 'choice', of: names, private: true },
  };
}

/** Items use no other file. */
const noLibrary: StepPlace['library'] = {
  instrument: () => 'missing',
  flow: () => 'missing',
  borrow: () => true,
  keepInstrument: () => {},
};

function checkNames(authored: Authored, tell: Report): void {
  const names: [string, SourcePath][] = [
    ...Object.keys(authored.items).map((name): [string, SourcePath] => [name, ['items', name]]),
    ...authored.bands.map(({ band }, index): [string, SourcePath] => [band, ['bands', index, 'band']]),
    ...Object.entries(authored.items).flatMap(([name, { options }]) =>
      Object.keys(options).map((option): [string, SourcePath] => [
        option,
        ['items', name, 'options', option],
      ]),
    ),
  ];
  for (const [name, path] of names) {
    if (!isId(name) || reserved.has(name))
      tell({ rule: 'id-shape', step: null, path, key: 'id-shape', params: { name } });
  }
  const bands = authored.bands.map(({ band }) => band);
  bands.forEach((band, index) => {
    if (bands.indexOf(band) !== index)
      tell({
        rule: 'id-duplicate',
        step: null,
        path: ['bands', index, 'band'],
        key: 'id-duplicate',
        params: {},
      });
  });
  if (Object.keys(authored.items).length > flowLimits.items)
    tell({
      rule: 'limits',
      step: null,
      path: ['items'],
      key: 'limits.items',
      params: { most: String(flowLimits.items) },
    });
}

/** Steps that an instrument stands for besides its items. */
const reserved: ReadonlySet<string> = new Set(['band', 'score']);

/** Weights add up as declared, and every sum lies in exactly one band (flow.md §3.2 rule 19). */
function checkRange({ items, bands, range }: Authored, tell: Report): void {
  const at = { step: null, at: [], report: tell };
  const weights = Object.values(items).map(({ options }) =>
    Object.values(options).map(({ weight }) => weight),
  );
  const min = sumOf(weights, Math.min);
  const max = sumOf(weights, Math.max);
  if (min !== range.min || max !== range.max)
    report(at, 'instrument-range', ['range'], { min: String(min), max: String(max) }, 'instrument-range.sum');
  for (let sum = range.min; sum <= Math.min(range.max, range.min + mostSums); sum += 1) {
    const holding = bands.filter(({ from, to }) => from <= sum && sum <= to);
    if (holding.length === 0)
      return report(at, 'instrument-range', ['bands'], { sum: String(sum) }, 'instrument-range.gap');
    if (holding.length > 1)
      return report(at, 'instrument-range', ['bands'], { sum: String(sum) }, 'instrument-range.overlap');
  }
}

/** Sums looked at one by one; more than any instrument has. */
const mostSums = 1_000;

const sumOf = (weights: readonly (readonly number[])[], pick: (...values: number[]) => number): number =>
  weights.reduce((sum, of) => sum + (of.length === 0 ? 0 : pick(...of)), 0);
