import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { conceptNames, piecesOf, ready } from '../../src/risk/classifier/features.ts';
import { classifierLimits as limits } from '../../src/risk/classifier/limits.ts';
import { readModel, writeModel } from '../../src/risk/classifier/model.ts';
import { makeNetMachine } from '../../src/risk/classifier/net-machine.ts';
import { conceptCategories, makeClassifier } from '../../src/risk/classifier/opinion.ts';
import { isHeldOut } from '../../src/risk/classifier/split.ts';
import { makeNetFitter, type TrainingLine, trainModel } from '../../src/risk/classifier/train.ts';
import { makeRowsOf } from '../../src/risk/classifier/vocabulary.ts';
import { compileRules } from '../../src/risk/compile.ts';
import { makeDetector } from '../../src/risk/detector.ts';
import { isAtLeast } from '../../src/risk/level.ts';
import { defaultQuestion } from '../../src/risk/question.ts';
import type { Signal } from '../../src/risk/signal.ts';
import { triggerOf } from '../../src/risk/trigger.ts';
import { readCorpus } from '../../src/risk-corpus-on-disk.ts';
import { makeNetWorkers } from '../../src/risk-net-workers.ts';
import { readRuleFiles } from '../../src/risk-rule-files-on-disk.ts';
import { loadClassifier } from '../../src/risk-rules-on-disk.ts';
import { tokenise } from '../../src/text/tokens.ts';
import { plainLogits } from '../support/plain-net.ts';

const rules = compileRules(readRuleFiles());
const shipped = new URL('../../src/risk/classifier/', import.meta.url);
const bytes = readFileSync(new URL('model.bin', shipped));
const alone = makeDetector(rules);
const together = makeDetector(rules, loadClassifier(rules));

const hashes = { corpus: '0'.repeat(64), rules: '1'.repeat(64) };

describe('training', { timeout: 120_000 }, async () => {
  const fixture: readonly TrainingLine[] = readCorpus(['test/risk/lines']).filter((_, at) => at % 4 === 0);
  const trained = await trainModel(fixture, rules, hashes);

  test('the same lines give the same bytes', async () => {
    expect(fixture.length).toBeGreaterThan(200);
    const again = await trainModel(fixture, rules, hashes);
    expect(Buffer.from(writeModel(again)).equals(Buffer.from(writeModel(trained)))).toBe(true);
  });

  test('a net fitted on another thread is the same net', async () => {
    const few = fixture.slice(0, 60);
    const job = { without: 0, seed: 5 };
    const workers = makeNetWorkers(few);
    try {
      const [first, second] = await Promise.all([workers.fit(job), workers.fit({ ...job, seed: 6 })]);
      const here = makeNetFitter(few, rules);
      expect(first).toEqual(here(job));
      expect(second).toEqual(here({ ...job, seed: 6 }));
    } finally {
      await workers.close();
    }
    await expect(workers.fit(job)).rejects.toThrow('thread');
  });

  test('held-out lines change nothing', async () => {
    const learned = fixture.filter(({ id }) => !isHeldOut(id));
    expect(learned.length).toBeLessThan(fixture.length);
    expect(learned.length).toBeGreaterThan(fixture.length / 2);
    const again = await trainModel(learned, rules, hashes);
    expect(Buffer.from(writeModel(again)).equals(Buffer.from(writeModel(trained)))).toBe(true);
  });

  test('it tells most of what it learned from apart', () => {
    const classifier = makeClassifier(readModel(writeModel(trained)), rules);
    const learned = fixture.filter(({ id }) => !isHeldOut(id));
    const right = learned.filter((line) => {
      const text = tokenise(line.text);
      const { high } = classifier.explain(text, rules.tree.search(text), alone.assess(line.text).signals);
      return high >= 0.5 === isAtLeast(line.level, 'high');
    });
    expect(right.length / learned.length).toBeGreaterThan(0.9);
  });
});

describe('model.bin', () => {
  test('is under 5 MB, and its card and report speak of the same corpus', () => {
    expect(bytes.length).toBeLessThan(5_000_000);
    const { corpus } = readModel(bytes).header;
    for (const name of ['CARD.md', 'REPORT.md'])
      expect(readFileSync(new URL(name, shipped), 'utf8')).toContain(`Corpus hash: ${corpus}\n`);
  });

  test('is read as it was written', () => {
    expect(Buffer.from(writeModel(readModel(bytes))).equals(bytes)).toBe(true);
  });

  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['another file', new TextEncoder().encode('{"version":1}'.repeat(10))],
    ['a cut model', bytes.subarray(0, bytes.length - 1)],
  ])('%s is refused', (_, wrong) => {
    expect(() => readModel(wrong)).toThrow('model');
  });
});

test('the nets read what breaks off between two words, and not how a message ends', () => {
  const read = (text: string): unknown => {
    const tokenised = tokenise(text);
    return piecesOf(ready(tokenised, [], conceptNames(rules.concepts), []), 0, tokenised.tokens.length);
  };
  const plain = read('anh cầm dao em đi ra');
  const broken = ['anh cầm dao, em đi ra', 'anh cầm dao? em đi ra', 'anh cầm "dao" em đi ra'].map(read);
  expect(new Set([plain, ...broken].map((one) => JSON.stringify(one))).size).toBe(4);
  expect(read('anh cầm dao. em đi ra')).toEqual(broken[0]);
  for (const end of ['.', '?', '…', '"']) expect(read(`anh cầm dao em đi ra${end}`)).toEqual(plain);
});

test('what the shipped nets say is what plain arithmetic says', () => {
  const { nets, vocabulary } = readModel(bytes);
  const rowsOf = makeRowsOf(vocabulary);
  const machines = nets.map(makeNetMachine);
  const names = conceptNames(rules.concepts);
  const lines = readCorpus(['test/corpus']).filter((_, at) => at % 500 === 0);
  expect(lines.length).toBeGreaterThan(400);
  for (const { text } of lines) {
    const tokenised = tokenise(text);
    const message = ready(tokenised, rules.tree.search(tokenised), names, alone.assess(text).signals);
    const rows = rowsOf(piecesOf(message, 0, Math.min(limits.windowWords, message.words.length)));
    nets.forEach((net, at) => {
      const said = machines[at]?.judge(rows);
      plainLogits(net, rows).forEach((logit, output) => {
        expect(said?.[output]).toBeCloseTo(logit, 2);
      });
    });
  }
});

test('no concept that ordinary talk is full of speaks for a danger', () => {
  const told = conceptCategories(rules);
  const ordinary = readCorpus(['test/corpus/ordinary']).filter((_, at) => at % 4 === 0);
  expect(ordinary.length).toBeGreaterThan(2000);
  const found = ordinary.flatMap(({ text }) => {
    const spoken = rules.tree.search(tokenise(text)).map(({ concept }) => concept);
    return [...new Set(spoken)].filter((concept) => (told[concept] ?? []).length > 0);
  });
  const often = new Map<string, number>();
  for (const concept of found) {
    const name = rules.concepts[concept] ?? '';
    often.set(name, (often.get(name) ?? 0) + 1 / ordinary.length);
  }
  expect(often.size).toBeGreaterThan(100);
  expect([...often].filter(([, share]) => share > 0.15)).toEqual([]);
});

describe('beside the rules', { timeout: 120_000 }, () => {
  const corpus = readCorpus(['test/corpus']).filter((line) => !line.ordinary && isHeldOut(line.id));
  const raised = corpus.flatMap(({ text }) =>
    together
      .assess(text)
      .signals.flatMap((signal) => (signal.source === 'classifier' ? [{ text, signal }] : [])),
  );

  test('it only raises, with a trigger of its category, the words it read and a question', () => {
    expect(raised.length).toBeGreaterThan(50);
    for (const { text, signal } of raised) {
      const before = alone.assess(text);
      expect(isAtLeast(before.level, signal.level)).toBe(false);
      expect(signal.categories).toEqual(expect.arrayContaining([...triggerOf(signal.code).categories]));
      expect(text).toContain(signal.quote);
      expect(signal.ask).toBeDefined();
    }
  });

  test('every signal of the rules stays, or asks in place of ringing where the model doubts it', () => {
    let doubted = 0;
    for (const { text } of corpus) {
      const ruled = alone.assess(text).signals;
      const { signals, guards } = together.assess(text);
      const isDoubted = guards.some(({ code }) => code === 'guard.doubt');
      if (isDoubted) doubted += 1;
      const expected = isDoubted
        ? ruled.map((signal) =>
            isAtLeast(signal.level, 'high')
              ? { ...signal, level: 'medium', ask: defaultQuestion(signal.code), doubted: true }
              : signal,
          )
        : ruled;
      expect(signals).toEqual(expect.arrayContaining([...expected]));
    }
    expect(doubted).toBeGreaterThan(50);
    expect(doubted).toBeLessThan(corpus.length / 50);
  });

  test('where the nets are not asked they would hardly ever have said yes', () => {
    const classifier = loadClassifier(rules);
    const silent = corpus.filter(({ text }) => {
      const { level, unreadable } = together.assess(text);
      return level === 'none' && !unreadable;
    });
    expect(silent.length).toBeGreaterThan(5000);
    const missed = silent.filter(({ text }) => {
      const tokenised = tokenise(text);
      const { high, thresholds } = classifier.explain(tokenised, rules.tree.search(tokenised), []);
      return high >= thresholds.high;
    });
    expect(missed.length).toBeLessThanOrEqual(silent.length / 2000);
  });

  test('where the nets are not asked whether they doubt an imminent message they would hardly ever', () => {
    const model = readModel(bytes);
    const asking = makeClassifier({ ...model, header: { ...model.header, doubtTo: Infinity } }, rules);
    const shippedOne = makeClassifier(model, rules);
    const judged = corpus.flatMap(({ text: original }) => {
      const { level, signals } = alone.assess(original);
      if (level !== 'imminent') return [];
      const text = tokenise(original);
      return [{ text, hits: rules.tree.search(text), signals, previous: [], denied: [] }];
    });
    expect(judged.length).toBeGreaterThan(1500);
    const doubted = judged.filter((one) => asking.opinionOn(one).doubts === true);
    expect(doubted.length).toBeGreaterThan(30);
    const unasked = doubted.filter((one) => shippedOne.opinionOn(one).doubts !== true);
    expect(unasked.length).toBeLessThanOrEqual(doubted.length / 50);
  });

  test('an earlier sign of danger may raise high to imminent, and none lowers', () => {
    const before: Signal = { code: 'H2', level: 'high', source: 'tap', categories: ['threat_to_kill'] };
    const high = raised.filter(({ signal }) => signal.level === 'high');
    expect(high.length).toBeGreaterThan(10);
    for (const { text, signal } of high) {
      const after = together.assess(text, { previous: [before] });
      expect(isAtLeast(after.level, signal.level)).toBe(true);
    }
  });
});
