import { describe, expect, test } from 'vitest';
import { numbersFrom } from '../../src/risk/classifier/chance.ts';
import { calibrate } from '../../src/risk/classifier/fit.ts';
import { classifierLimits as limits } from '../../src/risk/classifier/limits.ts';
import { layersOf, outputsOf, type Pieces } from '../../src/risk/classifier/net.ts';
import { fitNet, type NetExample, roundedNet } from '../../src/risk/classifier/net-fit.ts';
import { makeReader } from '../../src/risk/classifier/net-reader.ts';

/** A text of one piece a word. */
const textOf = (words: readonly number[], signs: readonly number[] = []): Pieces => ({
  ends: Int32Array.from(words, (_, at) => at + 1),
  numbers: Int32Array.from(words),
  signs: Int32Array.from(signs),
});

const [he, holds, me, knife, cooks, today] = [11, 222, 3333, 44_444, 555, 66];

/** Who does it to whom: the same words in another order mean something else, which no sum of words can tell. */
const examples: readonly NetExample[] = [[], [today], [knife], [cooks, today], [today, knife, cooks]]
  .flatMap((rest) => [
    { words: [he, holds, ...rest], isTrue: true },
    { words: [...rest, he, holds], isTrue: true },
    { words: [holds, he, ...rest], isTrue: false },
    { words: [...rest, holds, he], isTrue: false },
  ])
  .map(({ words, isTrue }) => ({
    pieces: textOf(words),
    targets: Float32Array.of(isTrue ? 1 : 0, isTrue ? 0 : 1),
    weights: Float32Array.of(1, 1),
    often: 1,
  }));
const many = Array.from({ length: 40 }, () => examples).flat();

describe('a net', () => {
  const net = fitNet(many, 2, 1);

  test('learns what order means, also beside words it never saw', () => {
    for (const { pieces, targets } of examples) {
      const [yes = 0, no = 0] = layersOf(net, pieces).outputs;
      expect(yes > 0).toBe(targets[0] === 1);
      expect(no > 0).toBe(targets[1] === 1);
    }
    const [yes = 0, no = 0] = layersOf(net, textOf([he, holds, 987])).outputs;
    expect(yes).toBeGreaterThan(no);
  });

  test('is the same for the same examples and seed, another for another seed', () => {
    expect(fitNet(many, 2, 1)).toEqual(net);
    expect(fitNet(many, 2, 2)).not.toEqual(net);
  });

  test('says nearly the same with its words rounded to eight bits', () => {
    const coarse = roundedNet(net);
    expect(coarse.words).toBeInstanceOf(Int8Array);
    for (const { pieces } of examples) {
      const exact = layersOf(net, pieces).outputs;
      const near = layersOf(coarse, pieces).outputs;
      exact.forEach((value, output) => {
        expect(Math.abs((near[output] ?? 0) - value)).toBeLessThan(0.5);
      });
    }
  });

  test('the signs of rules are read, and a text without words has an answer', () => {
    expect(layersOf(net, textOf([he, me], [7])).outputs).not.toEqual(layersOf(net, textOf([he, me])).outputs);
    expect([...layersOf(net, textOf([])).outputs].every(Number.isFinite)).toBe(true);
  });

  test('a reader says what the layers say, also when it has to forget what it kept', () => {
    const coarse = roundedNet(net);
    const read = makeReader(coarse);
    const next = numbersFrom(7);
    const random = Array.from({ length: 300 }, (_, at) => {
      const numbers = Int32Array.from({ length: at === 0 ? limits.netRowsKept + 10 : at % 90 }, next);
      const ends = Int32Array.from({ length: Math.ceil(numbers.length / 2) }, (_one, word) =>
        Math.min(numbers.length, 2 * word + 2),
      );
      return { ends, numbers, signs: Int32Array.of(next()) };
    });
    const kept = random.slice(1).flatMap(({ numbers }) => [...numbers]);
    expect(new Set(kept).size).toBeGreaterThan(2 * limits.netRowsKept);
    for (const pieces of [...examples.map((example) => example.pieces), ...random]) {
      const said = read(pieces);
      layersOf(coarse, pieces).outputs.forEach((value, output) => {
        expect(said(output)).toBeCloseTo(value, 2);
      });
    }
  });

  test('several nets are averaged', () => {
    const other = fitNet(many, 2, 2);
    const pieces = textOf([he, holds]);
    const [a = 0] = layersOf(net, pieces).outputs;
    const [b = 0] = layersOf(other, pieces).outputs;
    expect(outputsOf([net, other], pieces)[0]).toBeCloseTo((a + b) / 2, 5);
  });
});

describe('calibration', () => {
  test('gives the share of positives among texts with a sum', () => {
    const cases = Array.from({ length: 4000 }, (_, at) => {
      const sum = (at % 200) / 10 - 10;
      const share = 1 / (1 + Math.exp(-(0.5 * sum - 1)));
      return { sum, positive: (Math.floor(at / 200) + 0.5) / 20 < share };
    });
    const { slope, shift } = calibrate(cases);
    expect(slope).toBeCloseTo(0.5, 1);
    expect(shift).toBeCloseTo(-1, 0);
  });

  test('stays in bounds where a sum tells everything', () => {
    const cases = [-3, -2, -1, 1, 2, 3].map((sum) => ({ sum, positive: sum > 0 }));
    const { slope, shift } = calibrate(cases);
    expect(slope).toBeGreaterThan(1);
    expect(slope).toBeLessThanOrEqual(20);
    expect(Math.abs(shift)).toBeLessThanOrEqual(50);
  });
});
