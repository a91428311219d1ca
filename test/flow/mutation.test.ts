import { beforeAll, describe, expect, test } from 'vitest';
import { explained, type MutationReport, mutate } from './mutation.ts';

/** The greatest flow takes as long as all others together; the script (`node test/flow/mutation.ts`) has it too. */
const isQuick = (name: string): boolean => name !== 'triage.yaml';

describe('faults that are planted in the shipped flows', () => {
  let report: MutationReport;
  beforeAll(() => {
    report = mutate(1, isQuick);
  }, 240_000);

  test('there are several hundred, of many kinds', () => {
    expect(report.mutants).toBeGreaterThan(300);
    expect(report.kinds).toBeGreaterThan(25);
  });

  test('nine in ten are caught by linter or prover', () => {
    expect(1 - report.survivors.length / report.mutants).toBeGreaterThan(0.9);
  });

  test('every survivor is of a kind that is explained', () => {
    expect(report.survivors.filter(({ kind }) => explained[kind] === undefined)).toEqual([]);
  });

  test('an explanation that explains nothing is gone', () => {
    const survived = new Set(report.survivors.map(({ kind }) => kind));
    expect(Object.keys(explained).filter((kind) => !survived.has(kind))).toEqual([]);
  });
});
