import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { numbersFrom } from '../../src/risk/classifier/chance.ts';
import { calibrate } from '../../src/risk/classifier/fit.ts';
import { classifierLimits as limits } from '../../src/risk/classifier/limits.ts';
import { type Net, netParts, type Pieces } from '../../src/risk/classifier/net.ts';
import {
  firstOutputs,
  fitNet,
  type NetExample,
  roundedNet,
  someOf,
} from '../../src/risk/classifier/net-fit.ts';
import { makeNetLearner, makeNetMachine, makeNetsJudge } from '../../src/risk/classifier/net-machine.ts';
import { kernelFile } from '../../src/risk-kernel.ts';
import { plainLogits } from '../support/plain-net.ts';

/** A text of one piece a word. */
const textOf = (words: readonly number[], signs: readonly number[] = []): Pieces => ({
  ends: Int32Array.from(words, (_, at) => at + 1),
  numbers: Int32Array.from(words),
  signs: Int32Array.from(signs),
});

const logitsOf = (net: Net, pieces: Pieces): readonly number[] => [...makeNetMachine(net).judge(pieces)];

const [he, holds, me, knife, cooks, today] = [11, 222, 333, 444, 555, 66];
const sizes = { rows: 1024, outputs: 2 };

/** Who does it to whom: the same words in another order mean something else, which no sum of words can tell. */
const examples: readonly NetExample[] = [[], [today], [knife], [cooks, today], [today, knife, cooks]]
  .flatMap((rest) => [
    { words: [he, holds, ...rest], isTrue: true },
    { words: [...rest, he, holds], isTrue: true },
    { words: [holds, he, ...rest], isTrue: false },
    { words: [...rest, holds, he], isTrue: false },
  ])
  .map(({ words, isTrue }) => ({
    rows: textOf(words),
    targets: Float32Array.of(isTrue ? 1 : 0, isTrue ? 0 : 1),
    weights: Float32Array.of(1, 1),
    often: 1,
  }));
const many = Array.from({ length: 40 }, () => examples).flat();

describe('a net', () => {
  const net = fitNet(many, sizes, 1);

  test('learns what order means, also beside words it never saw', () => {
    for (const { rows, targets } of examples) {
      const [yes = 0, no = 0] = logitsOf(net, rows);
      expect(yes > 0).toBe(targets[0] === 1);
      expect(no > 0).toBe(targets[1] === 1);
    }
    const [yes = 0, no = 0] = logitsOf(net, textOf([he, holds, 987]));
    expect(yes).toBeGreaterThan(no);
  });

  test('is the same for the same examples and seed, another for another seed', () => {
    expect(fitNet(many, sizes, 1)).toEqual(net);
    expect(fitNet(many, sizes, 2)).not.toEqual(net);
  });

  test('says nearly the same with its words rounded to eight bits', () => {
    const coarse = roundedNet(net);
    expect(coarse.words).toBeInstanceOf(Int8Array);
    for (const { rows } of examples) {
      const exact = logitsOf(net, rows);
      const near = logitsOf(coarse, rows);
      exact.forEach((value, output) => {
        expect(Math.abs((near[output] ?? 0) - value)).toBeLessThan(0.5);
      });
    }
  });

  test('cut to its first outputs it says of them what it said before', () => {
    const cut = firstOutputs(net, 1);
    for (const { rows } of examples) expect(logitsOf(cut, rows)).toEqual(logitsOf(net, rows).slice(0, 1));
  });

  test('a reading may leave one piece out everywhere, as who types no commas does', () => {
    const pause = 9;
    const told = { ...textOf([7, 8, pause, 6]), ends: Int32Array.of(1, 3, 4) };
    const nothingElse = (): number => 0.99;
    expect(someOf(told, undefined, nothingElse)).toEqual(told);
    expect(someOf(told, pause, nothingElse)).toEqual({ ...textOf([7, 8, 6]) });
    expect(someOf(told, undefined, () => 0).numbers).toHaveLength(0);
  });

  test('the signs of rules are read, and a text without words has an answer', () => {
    expect(logitsOf(net, textOf([he, me], [7]))).not.toEqual(logitsOf(net, textOf([he, me])));
    expect(logitsOf(net, textOf([])).every(Number.isFinite)).toBe(true);
  });

  const chance = numbersFrom(7);
  const next = (): number => chance() % sizes.rows;
  /** Texts of all lengths with several pieces a word, some of them very long. */
  const random = Array.from({ length: 60 }, (_, at): Pieces => {
    const each = at === 0 ? 9000 : 1 + (at % 7);
    const numbers = Int32Array.from({ length: (at % 61) * each }, next);
    return {
      ends: Int32Array.from({ length: at % 61 }, (_one, word) => (word + 1) * each),
      numbers,
      signs: Int32Array.from({ length: at % 4 }, next),
    };
  });
  const long: Pieces = {
    ends: Int32Array.of(30_000, 60_000),
    numbers: Int32Array.from({ length: 60_000 }, next),
    signs: Int32Array.of(1, 2, 3),
  };

  test.each([
    ['numbers of 32 bits', net],
    ['whole numbers of 8 bits', roundedNet(net)],
  ])('the kernel says what plain arithmetic says, words being %s', (_kind, own) => {
    const machine = makeNetMachine(own);
    const read = [...examples.map(({ rows }) => rows), ...random, long, ...random];
    for (const pieces of read) {
      const said = machine.judge(pieces);
      plainLogits(own, pieces).forEach((value, output) => {
        expect(said[output]).toBeCloseTo(value, 3);
      });
    }
  });

  test('more words than a window holds are refused', () => {
    const words = Array.from({ length: limits.windowWords + 1 }, (_, at) => at);
    expect(() => logitsOf(net, textOf(words))).toThrow(RangeError);
  });

  test('one step moves every number against its slope, as far as AdaGrad does', () => {
    const step = 1e-3;
    // Small, so that how far a number moves still tells how steep its slope is.
    const wrong = Float32Array.of(0.02, -0.01);
    const learner = makeNetLearner(net);
    const pieces = textOf([he, holds, me, he, today], [7, 8, 7]);
    learner.judge(pieces, new Float32Array(limits.netHidden).fill(1));
    learner.learn(wrong, step);
    const moved = learner.net();
    const loss = (own: Net): number =>
      plainLogits(own, pieces).reduce((sum, logit, output) => sum + logit * (wrong[output] ?? 0), 0);
    const looked = new Set<string>();
    for (const name of netParts) {
      const stride = Math.ceil(net[name].length / 40);
      for (let at = 0; at < net[name].length; at += stride) {
        const slope = slopeOf(loss, net, name, at);
        const expected = -(step * slope) / Math.sqrt(1e-4 + slope * slope);
        expect((moved[name][at] ?? 0) - (net[name][at] ?? 0), `${name} ${String(at)}`).toBeCloseTo(
          expected,
          5,
        );
        if (slope !== 0) looked.add(name);
      }
    }
    expect([...looked]).toEqual([...netParts]);
    // A word said once; one said twice moves twice.
    for (let at = 0; at < limits.netWidth; at++) {
      const place = me * limits.netWidth + at;
      const slope = slopeOf(loss, net, 'words', place);
      const expected = -(step * slope) / Math.sqrt(1e-4 + slope * slope);
      expect((moved.words[place] ?? 0) - (net.words[place] ?? 0)).toBeCloseTo(expected, 5);
    }
    const other = 1000 * limits.netWidth;
    expect(moved.words.slice(other, other + limits.netWidth)).toEqual(
      net.words.slice(other, other + limits.netWidth),
    );
  });

  test('several nets are averaged', () => {
    const other = fitNet(many, sizes, 2);
    const pieces = textOf([he, holds]);
    const [a = 0] = logitsOf(net, pieces);
    const [b = 0] = logitsOf(other, pieces);
    expect(makeNetsJudge([net, other])(pieces)[0]).toBeCloseTo((a + b) / 2, 5);
  });
});

/** How much the loss grows with one number of a net, by difference. */
function slopeOf(
  loss: (net: Net) => number,
  net: Net,
  name: Exclude<keyof Net, 'wordScale'>,
  at: number,
): number {
  const near = 1e-3;
  const [more, less] = [near, -near].map((by) => {
    const values = Float32Array.from(net[name]);
    values[at] = (values[at] ?? 0) + by;
    return loss({ ...net, [name]: values });
  });
  return ((more ?? 0) - (less ?? 0)) / (2 * near);
}

describe('the kernel in the repository', { timeout: 60_000 }, () => {
  const kept = readFileSync(new URL('../../src/risk/classifier/kernel-bytes.ts', import.meta.url), 'utf8');

  test('is what its source compiles to', async () => {
    expect(await kernelFile()).toBe(kept);
  });

  test('is what `npm run kernel` writes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hien-kernel-'));
    try {
      const file = join(folder, 'kernel-bytes.ts');
      execFileSync(process.execPath, ['src/run.js', 'risk-kernel-command.ts', file], { stdio: 'pipe' });
      expect(readFileSync(file, 'utf8')).toBe(kept);
    } finally {
      rmSync(folder, { recursive: true });
    }
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
