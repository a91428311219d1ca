/**
 * Checks the corpus of messages: `node test/corpus/check.ts [file.jsonl …]`, by default every file of this folder.
 * Prints what the corpus holds; exits 1, naming lines and pairs, when a line breaks a rule or nothing was read.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { categories } from '../../src/risk/category.ts';
import { riskLevels } from '../../src/risk/level.ts';
import { isTriggerId } from '../../src/risk/trigger.ts';

/** One message with its labels, its place, and its different syllables without marks. */
type Line = Readonly<Record<'at' | 'id' | 'text' | 'level' | 'variety' | 'speaker' | 'note', string>> &
  Readonly<Record<'triggers' | 'categories' | 'syllables', readonly string[]>>;

const fields = 'id text level triggers categories variety speaker note'.split(' ');
const varieties =
  'full no_marks teencode telex north centre south second_language voice short story covert child khmer hmong english'.split(' ');
const speakers = 'self child third mayharm none'.split(' ');
/** Two lines that share this part of all their syllables say the same thing twice … */
const sameFrom = 0.5;
/** What a line shares of its own syllables with one that is not smaller and says the same: of both together a third. */
const sharedWithLarger = (2 * sameFrom) / (1 + sameFrom);
/** … unless one has fewer syllables than this: then only equal texts are the same. */
const fewestSyllables = 3;
/** No word opens more than this part of a file, once the file is long enough to tell. */
const sameStart = { part: 0.03, fromLines: 200 };
/** The level behind the first letter of a trigger. Medium and low have no ids of their own in safety-content §1.1. */
const levelBehind: Readonly<Record<string, string>> = { L: 'low', M: 'medium', H: 'high', A: 'imminent' };

const failures: string[] = [];
const levelOf = (code: string): string => levelBehind[code.charAt(0)] ?? '';
const rankOf = (level: string): number => riskLevels.findIndex((known) => known === level);
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === 'string');
const outside = (items: readonly string[], known: readonly string[]): string[] => items.filter((item) => !known.includes(item));
const tokens = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
/** Only Latin marks are taken off: those of Khmer are letters. */
const withoutMarks = (text: string): string => text.normalize('NFKD').replaceAll(/[\u0300-\u036F]/g, '').replaceAll(/[đĐ]/g, 'd');

function readLine(at: string, json: string): Line | undefined {
  try {
    const value = JSON.parse(json) as Line;
    const { triggers, categories: about, ...texts } = value;
    const wrong = [...outside(Object.keys(value), fields), ...outside(fields, Object.keys(value))];
    if (![triggers, about, Object.values(texts)].every(isTexts)) wrong.push('a field is of the wrong type');
    if (wrong.length === 0) return { ...value, at, syllables: [...new Set(tokens(withoutMarks(value.text)))] };
    failures.push(`${at}: ${wrong.join(', ')}`);
  } catch (error) {
    failures.push(`${at}: ${String(error)}`);
  }
  return undefined;
}

function checkLabels(line: Line): void {
  const { id, text, level, triggers, variety } = line;
  const wrong = [...outside([level], riskLevels), ...outside([variety], varieties), ...outside([line.speaker], speakers)];
  wrong.push(...outside(line.categories, categories));
  wrong.push(...triggers.filter((code) => code !== 'M' && code !== 'L' && !isTriggerId(code)));
  if (!/^[a-z][a-z0-9]*-\d{4}$/.test(id)) wrong.push('the id is not like prefix-0001');
  if (text.trim() === '') wrong.push('no text');
  if (variety !== 'telex' && text !== text.normalize('NFC')) wrong.push('not NFC');
  if (line.categories.length === 0) wrong.push('no category');
  if (line.categories.includes('none') && line.categories.length > 1) wrong.push('none beside another category');
  if (triggers.some((code) => rankOf(levelOf(code)) > rankOf(level))) wrong.push(`${triggers.join()} is graver than ${level}`);
  // H18 with any other danger sign is imminent (§1.1); confinement with unclear tense is high without an id (§1.3).
  const isRaised = level === 'imminent' && triggers.includes('H18') && triggers.length > 1;
  const isUntold = level === 'none' || (level === 'high' && line.categories.includes('confinement'));
  if (!isRaised && !isUntold && !triggers.some((code) => levelOf(code) === level)) wrong.push(`no trigger says ${level}`);
  if (wrong.length > 0) failures.push(`${line.at} ${id}: ${wrong.join(', ')}`);
}

/**
 * Two lines as alike as `sameFrom` share two of the rare syllables of each, so only lines that do are compared. They are
 * looked at in order of their size: of a line that meets only larger ones fewer syllables have to be kept.
 */
function findTwins(lines: readonly Line[]): void {
  const frequency = countOf(lines.flatMap((line) => line.syllables));
  const rank = new Map([...frequency].sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1)).map(([syllable], at) => [syllable, at]));
  const ranks = lines.map((line) => Int32Array.from(line.syllables, (syllable) => rank.get(syllable) ?? 0).sort());
  const byRare = new Map<string | number, number[]>();
  const seen = new Int32Array(lines.length).fill(-1);
  const sizeOf = (at: number): number => ranks[at]?.length ?? 0;
  for (const at of [...lines.keys()].sort((a, b) => sizeOf(a) - sizeOf(b))) {
    const line = lines[at];
    const own = ranks[at];
    if (line === undefined || own === undefined) continue;
    const isShort = own.length < fewestSyllables;
    const keysOf = (shared: number): readonly (string | number)[] =>
      isShort
        ? [`= ${line.text.toLowerCase().trim()}`]
        : pairsOf(own.subarray(0, own.length - Math.ceil(shared * own.length) + 2), rank.size);
    for (const key of keysOf(sameFrom))
      for (const number of byRare.get(key) ?? []) {
        if (seen[number] === at) continue;
        seen[number] = at;
        const alike = isShort ? 1 : jaccardOf(own, ranks[number] ?? own);
        const other = lines[number];
        if (alike >= sameFrom) failures.push(`${other?.id} ~ ${line.id} ${alike.toFixed(2)}\n    ${other?.text}\n    ${line.text}`);
      }
    for (const key of keysOf(sharedWithLarger)) {
      const others = byRare.get(key);
      if (others === undefined) byRare.set(key, [at]);
      else others.push(at);
    }
  }
}

/** The part of all numbers of two sorted lists that is in both; 0 as soon as it is sure to be less than `sameFrom`. */
function jaccardOf(one: Int32Array, other: Int32Array): number {
  const enough = (sameFrom / (1 + sameFrom)) * (one.length + other.length);
  let shared = 0;
  for (let a = 0, b = 0; a < one.length && b < other.length; ) {
    if (shared + Math.min(one.length - a, other.length - b) < enough - 1e-9) return 0;
    const difference = (one[a] ?? 0) - (other[b] ?? 0);
    if (difference === 0) shared += 1;
    if (difference <= 0) a += 1;
    if (difference >= 0) b += 1;
  }
  return shared / (one.length + other.length - shared);
}

/** Every two of some numbers in order as one. */
function pairsOf(ranks: Int32Array, size: number): number[] {
  const pairs: number[] = [];
  for (let first = 0; first < ranks.length; first++)
    for (let second = first + 1; second < ranks.length; second++) pairs.push((ranks[first] ?? 0) * size + (ranks[second] ?? 0));
  return pairs;
}

const countOf = (items: readonly string[]): Map<string, number> =>
  items.reduce((counts, item) => counts.set(item, (counts.get(item) ?? 0) + 1), new Map<string, number>());
const ranked = (items: readonly string[]): [string, number][] => [...countOf(items)].sort((a, b) => b[1] - a[1]);
const startOf = (line: Line): string => tokens(line.text)[0] ?? '(no word)';
const bandOf = (words: number): string => `up to ${[2, 5, 10, 20, 40, 80].find((most) => words <= most) ?? 'more'}`;

const files = process.argv.slice(2);
const folder = import.meta.dirname;
if (files.length === 0) files.push(...readdirSync(folder).filter((name) => name.endsWith('.jsonl')).map((name) => join(folder, name)));
const corpus = files.flatMap((file) => {
  const rows = readFileSync(file, 'utf8').split('\n').map((json, index) => ({ json, at: `${basename(file)}:${index + 1}` }));
  const lines = rows.filter(({ json }) => json !== '').flatMap(({ at, json }) => readLine(at, json) ?? []);
  const most = lines.length < sameStart.fromLines ? Infinity : sameStart.part * lines.length;
  const frequent = ranked(lines.map(startOf)).filter(([, count]) => count > most);
  failures.push(...frequent.map(([word, count]) => `${basename(file)}: ${count} lines begin with ${word}`));
  return lines;
});
for (const line of corpus) checkLabels(line);
failures.push(...ranked(corpus.map((line) => line.id)).filter(([, count]) => count > 1).map(([id]) => `${id} is given twice`));
findTwins(corpus);
if (corpus.length === 0) failures.push('nothing was read');

const report: string[] = [`${corpus.length} lines in ${files.length} files`];
const tell = (name: string, of: (line: Line) => string | readonly string[], top?: number): unknown =>
  report.push(`${name}: ${ranked(corpus.flatMap(of)).slice(0, top).map((pair) => pair.join(' ')).join(' · ')}`);
for (const label of ['level', 'variety', 'categories', 'triggers'] as const) tell(label, (line) => line[label]);
tell('first word', startOf, 30);
tell('words', (line) => bandOf(tokens(line.text).length));
if (failures.length > 0) report.push('', `${failures.length} wrong`, ...failures);
process.stdout.write(`${report.join('\n')}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
