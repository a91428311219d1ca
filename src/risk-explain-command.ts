import type { Writable } from 'node:stream';
import { makeDetector } from './risk/detector.ts';
import { loadClassifier, loadRules } from './risk-rules-on-disk.ts';
import { accented } from './text/syllable.ts';
import { tokenise } from './text/tokens.ts';

/** `hien risk explain "…"`: the views of a message, concepts and rules that hit, the model's score, the verdict. */
export function runRiskExplain(text: string, output: Writable): void {
  const rules = loadRules();
  const classifier = loadClassifier(rules);
  const tokenised = tokenise(text);
  const hits = rules.tree.search(tokenised);
  const verdict = makeDetector(rules, classifier).assess(text);
  const ruled = makeDetector(rules).assess(text).signals;
  const score = classifier.explain(tokenised, hits, ruled);
  const concepts = new Set(hits.map((hit) => `${rules.concepts[hit.concept] ?? ''}${hit.faint ? '?' : ''}`));
  const rows: readonly (readonly [string, string])[] = [
    ['accented', tokenised.tokens.map(({ typed }) => accented(typed)).join(' ')],
    ['tone-free', tokenised.tokens.map(({ typed }) => typed.plain).join(' ')],
    ['expanded', tokenised.tokens.map((token) => expanded(token.readings)).join(' ')],
    ['concepts', [...concepts].filter((name) => !name.includes('~')).join(', ')],
    ...verdict.signals.map(
      (signal) =>
        [
          signal.source,
          `${signal.code} ${signal.level}: ${signal.categories.join(', ')}; “${signal.quote ?? ''}”${signal.ask === undefined ? '' : `; asks ${signal.ask}`}`,
        ] as const,
    ),
    ...verdict.guards.map((guard) => [guard.code, `“${guard.quote}”`] as const),
    [
      'model',
      `high ${share(score.high)} (from ${share(score.thresholds.high)}), imminent ${share(score.imminent)} (from ${share(score.thresholds.imminent)}); asks from ${share(score.thresholds.asks)}, doubts under ${share(score.thresholds.doubt)}`,
    ],
    ['', score.categories.map((one) => `${one.category} ${share(one.probability)}`).join(', ')],
    ['verdict', verdict.unreadable ? 'unreadable' : `${verdict.level}: ${verdict.categories.join(', ')}`],
  ];
  for (const [name, value] of rows) output.write(`${name.padEnd(nameWidth)}${value}\n`);
}

const nameWidth = 12;
const share = (probability: number): string => probability.toFixed(3);

/** All readings of a word: `k` may stand for `không`. */
const expanded = (readings: readonly (readonly Parameters<typeof accented>[0][])[]): string =>
  readings
    .slice(0, readingsShown)
    .map((reading) => reading.map(({ shape }) => shape).join('_'))
    .join('/');
const readingsShown = 4;
