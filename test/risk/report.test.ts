import { describe, expect, test } from 'vitest';
import { withoutMarks } from '../../src/risk/classifier/copies.ts';
import { isHeldOut } from '../../src/risk/classifier/split.ts';
import { compileRules } from '../../src/risk/compile.ts';
import { makeDetector } from '../../src/risk/detector.ts';
import { type Evaluation, evaluate, wilson } from '../../src/risk/evaluate.ts';
import { evaluationText } from '../../src/risk/evaluation-text.ts';
import { isAtLeast, type RiskLevel, riskLevels } from '../../src/risk/level.ts';
import { type CorpusLine, readCorpus } from '../../src/risk-corpus-on-disk.ts';
import { readRuleFiles } from '../../src/risk-rule-files-on-disk.ts';
import { loadDetector } from '../../src/risk-rules-on-disk.ts';

const heldOut = readCorpus(['test/corpus']).filter(({ id }) => isHeldOut(id));
/** Nobody has reviewed words in Khmer: it counts as unread (H22), whatever it says. */
const khmer = heldOut.filter(({ source }) => source === 'tico-khmer');
const ordinary = heldOut.filter((line) => line.ordinary && !khmer.includes(line));
const authored = heldOut.filter((line) => !line.ordinary);
const bare = (lines: readonly CorpusLine[]): CorpusLine[] =>
  lines.map((line) => ({ ...line, text: withoutMarks(line.text) }));
const detector = loadDetector();
const alarmed = ({ levels }: Evaluation, level: string): number =>
  levels.find((one) => one.level === level)?.alarmed.share ?? Number.NaN;
const reached = ({ levels }: Evaluation, level: string): number =>
  levels.find((one) => one.level === level)?.reached.share ?? Number.NaN;

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** The files that look for nothing in particular (`test/corpus/README.md`). */
const generalFiles: readonly string[] = [
  'english',
  'hard-negatives',
  'high-two-medium',
  'imminent-home',
  'imminent-other-high-one',
  'ordinary-low',
  'rare-topics',
];

/** A little under the figures of `src/risk/classifier/REPORT.md`: below them something has become worse. */
describe('the part never trained on', { timeout: 120_000 }, () => {
  test('there is enough of it', () => {
    expect(authored.length).toBeGreaterThan(41_000);
    expect(ordinary.length).toBeGreaterThan(6000);
  });

  const plain = authored.filter(({ source }) => source.startsWith('plain-'));
  const general = authored.filter(({ source }) => generalFiles.includes(source));

  test.each([
    ['all, as typed', authored, { imminentAlarmed: 0.935, imminent: 0.88, high: 0.865, none: 0.03 }],
    [
      'all, without marks',
      bare(authored),
      { imminentAlarmed: 0.91, imminent: 0.88, high: 0.825, none: 0.038 },
    ],
    ['general lines', general, { imminentAlarmed: 0.94, imminent: 0.88, high: 0.895, none: 0.025 }],
    [
      'general lines without marks',
      bare(general),
      { imminentAlarmed: 0.92, imminent: 0.9, high: 0.875, none: 0.025 },
    ],
    ['plain lines', plain, { imminentAlarmed: 0.975, imminent: 0.945, high: 0.96, none: 0.003 }],
    [
      'plain lines without marks',
      bare(plain),
      { imminentAlarmed: 0.955, imminent: 0.945, high: 0.915, none: 0.008 },
    ],
  ])('%s: grave lines are found, hard negatives stay quiet', (_, lines, floor) => {
    const found = evaluate(lines, detector);
    expect(alarmed(found, 'imminent')).toBeGreaterThanOrEqual(floor.imminentAlarmed);
    expect(reached(found, 'imminent')).toBeGreaterThanOrEqual(floor.imminent);
    expect(alarmed(found, 'high')).toBeGreaterThanOrEqual(floor.high);
    expect(alarmed(found, 'none')).toBeLessThanOrEqual(floor.none);
  });

  test.each([
    ['with marks', ordinary, 0.005],
    ['without marks', bare(ordinary), 0.01],
  ])('ordinary talk %s seldom rings', (_, lines, most) => {
    const read = lines.filter(({ text }) => !detector.assess(text).unreadable);
    expect(alarmed(evaluate(read, detector), 'none')).toBeLessThanOrEqual(most);
    // Sad faces alone: somebody has to look (H22).
    expect(lines.length - read.length).toBeLessThan(10);
  });

  test('ordinary Khmer goes to somebody who reads it, and hardly ever as a danger', () => {
    const said = khmer.map(({ text }) => detector.assess(text));
    expect(said.length).toBeGreaterThan(400);
    expect(said.filter(({ unreadable }) => unreadable).length / said.length).toBeGreaterThan(0.98);
    expect(said.filter(({ level }) => isAtLeast(level, 'high')).length / said.length).toBeLessThan(0.01);
  });

  test('what does not ring is often asked about', () => {
    const { confusion } = evaluate(authored, detector);
    const heard = (level: RiskLevel): number => {
      const row = confusion[riskLevels.indexOf(level)] ?? [];
      return row.slice(riskLevels.indexOf('medium')).reduce((sum, count) => sum + count, 0) / total(row);
    };
    expect(heard('imminent')).toBeGreaterThanOrEqual(0.955);
    expect(heard('high')).toBeGreaterThanOrEqual(0.905);
  });

  test('the classifier finds far more than the rules alone', () => {
    const rules = evaluate(authored, makeDetector(compileRules(readRuleFiles())));
    const both = evaluate(authored, detector);
    for (const level of ['high', 'imminent'])
      expect(alarmed(both, level)).toBeGreaterThan(alarmed(rules, level) + 0.4);
  });
});

describe('an evaluation', () => {
  const line = { id: 'a', categories: ['weapon'], variety: 'full', source: 'x' } as const;
  const found = evaluate(
    [
      { ...line, text: 'chồng em cầm dao đuổi em', level: 'imminent' },
      { ...line, text: 'mai em ghé', level: 'high', variety: 'english', id: 'missed' },
      { ...line, text: 'chào chị', level: 'none', categories: ['none'] },
    ],
    makeDetector(compileRules(readRuleFiles())),
  );

  test('counts by level, language, variety, category and source, and lists what was missed', () => {
    expect(found.levels.map(({ level, alarmed: of }) => [level, of.hits, of.of])).toEqual([
      ['none', 0, 1],
      ['high', 0, 1],
      ['imminent', 1, 1],
    ]);
    expect(found.languages.map(({ name, alarmed: of }) => [name, of.hits])).toEqual([
      ['en', 0],
      ['vi', 1],
    ]);
    expect(found.varieties.map(({ name }) => name)).toEqual(['english', 'full']);
    expect(found.categories.map(({ category, named }) => [category, named.hits, named.of])).toEqual([
      ['weapon', 1, 2],
    ]);
    expect(found.alarms).toMatchObject([{ source: 'x', perThousand: 0 }]);
    expect(found.misses.map(({ id }) => id)).toEqual(['missed']);
    expect(found.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  test('reads as tables', () => {
    const text = evaluationText(found, 1);
    expect(text).toContain('| imminent | 1 | 100.0 % (20.7–100.0) |');
    expect(text).toContain('- missed (high): mai em ghé');
  });

  test.each([
    [0, 10, 0, 0.278],
    [5, 10, 0.237, 0.763],
    [10, 10, 0.722, 1],
  ])('Wilson interval of %i in %i', (hits, of, low, high) => {
    const share = wilson(hits, of);
    expect(share.low).toBeCloseTo(low, 3);
    expect(share.high).toBeCloseTo(high, 3);
  });
});
