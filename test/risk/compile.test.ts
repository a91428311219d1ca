import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileRules } from '../../src/risk/compile.ts';
import { readCompiled, writeCompiled } from '../../src/risk/compiled.ts';
import { makeDetector } from '../../src/risk/detector.ts';
import { type TriggerId, triggers } from '../../src/risk/trigger.ts';
import { readRuleFiles } from '../../src/risk-rule-files-on-disk.ts';

const files = readRuleFiles();
const rules = compileRules(files);
/** Triggers that taps, clocks or media bring, not words (safety-content §1.1). */
const notByWords: readonly TriggerId[] = ['A12', 'H22', 'M9'];

test('every trigger that words can show has a rule file of its own', () => {
  const byRule = new Set(rules.rules.map((rule) => rule.trigger));
  const wanted = Object.keys(triggers).filter((id) => !notByWords.includes(id as TriggerId));
  expect(wanted.filter((id) => !byRule.has(id as TriggerId))).toEqual([]);
  const cited = files.flatMap((file) => /^trigger: (\w+)$/m.exec(file.text)?.[1] ?? []);
  expect(cited.length).toBe(new Set(cited).size);
});

test('rule ids are unique and every reach has an end', () => {
  const ids = rules.rules.map((rule) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(rules.rules.filter((rule) => rule.reach > 30).map((rule) => rule.id)).toEqual([]);
});

describe('a broken file stops the start, by name', () => {
  const lexicon = { name: 'lexicon/a.yaml', text: 'concepts:\n  blow: đánh, đập\n' };
  test.each([
    ['an unknown trigger', 'trigger: Z9\nrules:\n  - {id: x, all: [blow]}\n', /bad\.yaml/],
    ['an unknown concept', 'trigger: M1\nrules:\n  - {id: x, all: [nothing]}\n', /bad\.yaml.*nothing/],
    ['a rule without words', 'trigger: M1\nrules:\n  - {id: x}\n', /bad\.yaml/],
    ['a misspelt key', 'trigger: M1\nrules:\n  - {id: x, al: [blow]}\n', /bad\.yaml/],
    ['a concept declared twice', 'concepts:\n  blow: tát\n', /blow/],
    [
      'a circle of includes',
      'concepts:\n  a: +b\n  b: +a\ntrigger: M1\nrules:\n  - {id: x, all: [a]}\n',
      /a → b/,
    ],
    ['rules without a trigger', 'rules:\n  - {id: x, all: [blow]}\n', /bad\.yaml/],
  ])('%s', (_, text, message) => {
    expect(() => compileRules([lexicon, { name: 'bad.yaml', text }])).toThrow(message);
  });

  test('no rule at all', () => {
    expect(() => compileRules([lexicon])).toThrow('no rule');
  });

  test('rules without the concepts the engine reads', () => {
    const compiled = compileRules([
      lexicon,
      { name: 'm1.yaml', text: 'trigger: M1\nrules:\n  - {id: x, all: [blow]}\n' },
    ]);
    expect(() => makeDetector(compiled)).toThrow('lack the concept');
  });
});

describe('rules.bin', () => {
  const shipped = readFileSync(new URL('../../src/risk/rules.bin', import.meta.url), 'utf8');

  test('is what the rule files say today (`npm run train -- --rules` writes it)', () => {
    expect(shipped === writeCompiled(rules)).toBe(true);
  });

  test('read back it is written the same, and judges the same', () => {
    const read = readCompiled(shipped);
    expect(writeCompiled(read) === shipped).toBe(true);
    const text = 'chong em no cam dao duoi em, em trốn trong nhà tắm';
    expect(makeDetector(read).assess(text)).toEqual(makeDetector(rules).assess(text));
  });

  test.each([
    ['nothing', '{}'],
    ['another version', shipped.replace('"version":1', '"version":2')],
    ['a cut file', shipped.slice(0, -100)],
  ])('%s is refused', (_, text) => {
    expect(() => readCompiled(text)).toThrow('rules.bin');
  });
});
