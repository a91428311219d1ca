import { expect, test } from 'vitest';
import { PairTable } from '../../src/risk/pair-table.ts';

test('keeps a number for each of many pairs, and nothing for others', () => {
  const table = new PairTable();
  const pairs = Array.from({ length: 5000 }, (_, at) => [at % 70, Math.floor(at / 70), at + 1] as const);
  for (const [first, second, value] of pairs) table.set(first, second, value);
  for (const [first, second, value] of pairs) expect(table.get(first, second)).toBe(value);
  expect(table.get(70, 0)).toBe(0);
  expect(table.get(0, 72)).toBe(0);
  expect(new PairTable().get(0, 0)).toBe(0);
});
