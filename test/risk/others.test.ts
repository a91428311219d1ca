import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/risk/evaluate.ts';
import { readCorpus } from '../../src/risk-corpus-on-disk.ts';
import { loadDetector } from '../../src/risk-rules-on-disk.ts';

const lines = readCorpus(['test/risk/others']);
const found = evaluate(lines, loadDetector());
const level = (name: string) => found.levels.find((one) => one.level === name);

/** The aims of the project, on lines that nothing was learned from (`test/risk/others/README.md`). */
describe('lines that others wrote', () => {
  test('there are enough of them, by enough hands', () => {
    expect(lines.length).toBeGreaterThan(2000);
    expect(new Set(lines.map(({ source }) => source)).size).toBeGreaterThanOrEqual(8);
  });

  test('nearly every imminent line rings, as imminent', () => {
    expect(level('imminent')?.alarmed.share).toBeGreaterThanOrEqual(0.99);
    expect(level('imminent')?.reached.share).toBeGreaterThanOrEqual(0.92);
  });

  test('high lines ring, harmless ones seldom', () => {
    expect(level('high')?.alarmed.share).toBeGreaterThanOrEqual(0.95);
    expect(level('none')?.alarmed.share).toBeLessThanOrEqual(0.03);
  });
});
