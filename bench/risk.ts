/**
 * Time of the word judgement beside a plain `String.includes` scan of the same lexicon, in one run:
 * `node bench/risk.ts`. Processor time; p99 by the clock. Goals: 0.2 ms mean at 40 characters, 3 ms at 4,000, 150 ms to build.
 * Short messages are many different ones, as people send them: a detector that sees one text again and again is faster.
 */

import { makeDetector } from '../src/risk/detector.ts';
import { isAtLeast } from '../src/risk/level.ts';
import { type CorpusLine, readCorpus } from '../src/risk-corpus-on-disk.ts';
import { readRuleFiles } from '../src/risk-rule-files-on-disk.ts';
import { loadClassifier, loadRules } from '../src/risk-rules-on-disk.ts';

const files = readRuleFiles();
const builtFrom = cpuMs();
const rules = loadRules();
const detector = makeDetector(rules, loadClassifier(rules));
const buildMs = cpuMs() - builtFrom;

const lexicon = [
  ...new Set(
    files.flatMap((file) => file.text.match(/[\p{L}\p{M} ]{3,}/gu) ?? []).map((word) => word.trim()),
  ),
];
const scan = (text: string): number => {
  const lower = text.toLowerCase();
  let found = 0;
  for (const word of lexicon) if (lower.includes(word)) found += 1;
  return found;
};

const ordinary = 'hôm nay trời đẹp quá, mình đi chợ mua rau về nấu canh chua cho cả nhà ăn nha chị ơi, ';
const danger = 'chồng em nó cầm dao đuổi em, em sợ quá không dám về nhà, tối qua nó còn bóp cổ em nữa. ';
const fill = (text: string, length: number): string =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length);

const corpus = readCorpus(['test/corpus']).filter(({ text }) => text.length > 30 && text.length <= 50);
const linesOf = (isOne: (line: CorpusLine) => boolean): readonly string[] =>
  corpus
    .filter(isOne)
    .slice(0, 500)
    .map(({ text }) => text);

const cases: readonly (readonly [string, readonly string[], number])[] = [
  ['40 characters, ordinary', linesOf((line) => line.ordinary), 5000],
  ['40 characters, harmless', linesOf(({ ordinary: is, level }) => !is && level === 'none'), 5000],
  ['40 characters, danger', linesOf(({ level }) => isAtLeast(level, 'high')), 5000],
  ['40 characters, no marks', linesOf(({ variety }) => variety === 'no_marks'), 5000],
  ['4,000 characters, ordinary', [fill(ordinary, 4000)], 100],
  ['4,000 characters, danger', [fill(danger, 4000)], 100],
  ['4,000 characters, one word', [fill('dao ', 4000)], 100],
  ['64 KiB of danger', [fill(danger, 65_536)], 5],
  ['64 KiB of single letters', [fill('d a o ', 65_536)], 5],
  ['64 KiB of stars', [fill('d*o ', 65_536)], 5],
  ['1 MB of one letter', ['a'.repeat(1_000_000)], 3],
];

console.log(`build ${buildMs.toFixed(1)} ms; ${lexicon.length} lexicon entries scanned by String.includes`);
for (const [name, texts, times] of cases) {
  if (texts.length === 0) throw new Error(`no lines for ${name}`);
  const judged = timed((round) => detector.assess(texts[round % texts.length] ?? ''), times);
  const scanned = timed(
    (round) => scan(texts[round % texts.length] ?? ''),
    Math.max(1, Math.floor(times / 10)),
  );
  const ratio = (judged.mean / scanned.mean).toFixed(2);
  console.log(
    `${name}: mean ${judged.mean.toFixed(3)} ms, p99 ${judged.p99.toFixed(3)} ms; includes ${scanned.mean.toFixed(3)} ms; ratio ${ratio}`,
  );
}

/** Mean time of this thread on the processor, which other work on the machine does not lengthen; p99 by the clock. */
function timed(act: (round: number) => unknown, times: number): { mean: number; p99: number } {
  for (let round = 0; round < Math.min(times, 1000); round++) act(round);
  const all: number[] = [];
  const cpuFrom = cpuMs();
  for (let round = 0; round < times; round++) {
    const from = performance.now();
    act(round);
    all.push(performance.now() - from);
  }
  const mean = (cpuMs() - cpuFrom) / times;
  all.sort((a, b) => a - b);
  return { mean, p99: all[Math.floor(all.length * 0.99)] ?? 0 };
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
