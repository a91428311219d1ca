/**
 * Time of the word judgement beside a plain `String.includes` scan of the same lexicon, in one run:
 * `node bench/risk.ts`. Processor time; p99 by the clock. Goals: 0.2 ms mean at 40 characters, 3 ms at 4,000, 150 ms to build.
 */

import { makeDetector } from '../src/risk/detector.ts';
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

const cases: readonly (readonly [string, string, number])[] = [
  ['40 characters, ordinary', fill(ordinary, 40), 5000],
  ['40 characters, danger', fill(danger, 40), 5000],
  ['40 characters, no marks', 'chong em no cam dao duoi em em so qua aa', 5000],
  ['4,000 characters, ordinary', fill(ordinary, 4000), 100],
  ['4,000 characters, danger', fill(danger, 4000), 100],
  ['4,000 characters, one word', fill('dao ', 4000), 100],
  ['64 KiB of danger', fill(danger, 65_536), 5],
  ['64 KiB of single letters', fill('d a o ', 65_536), 5],
  ['64 KiB of stars', fill('d*o ', 65_536), 5],
  ['1 MB of one letter', 'a'.repeat(1_000_000), 3],
];

console.log(`build ${buildMs.toFixed(1)} ms; ${lexicon.length} lexicon entries scanned by String.includes`);
for (const [name, text, times] of cases) {
  const judged = timed(() => detector.assess(text), times);
  const scanned = timed(() => scan(text), Math.max(1, Math.floor(times / 10)));
  const ratio = (judged.mean / scanned.mean).toFixed(2);
  console.log(
    `${name}: mean ${judged.mean.toFixed(3)} ms, p99 ${judged.p99.toFixed(3)} ms; includes ${scanned.mean.toFixed(3)} ms; ratio ${ratio}`,
  );
}

/** Mean time of this thread on the processor, which other work on the machine does not lengthen; p99 by the clock. */
function timed(act: () => unknown, times: number): { mean: number; p99: number } {
  for (let round = 0; round < Math.min(times, 200); round++) act();
  const all: number[] = [];
  const cpuFrom = cpuMs();
  for (let round = 0; round < times; round++) {
    const from = performance.now();
    act();
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
