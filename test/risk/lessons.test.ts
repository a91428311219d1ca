import { expect, test } from 'vitest';
import { lessonsOf, outputsTaught } from '../../src/risk/classifier/lessons.ts';
import { netOutputs } from '../../src/risk/classifier/model.ts';

test('triggers and who writes are lessons of their own, beyond the outputs that are shipped', () => {
  const taught = lessonsOf({ triggers: ['A2', 'H18', 'M3'], speaker: 'child' });
  expect(new Set(taught).size).toBe(4);
  for (const output of taught) {
    expect(output).toBeGreaterThanOrEqual(netOutputs);
    expect(output).toBeLessThan(outputsTaught);
  }
  expect(taught).not.toEqual(lessonsOf({ triggers: ['A2', 'H18', 'M3'], speaker: 'third' }));
});

test('a level without a trigger, and a harmless line, teach nothing more', () => {
  expect(lessonsOf({ triggers: ['M', 'L'], speaker: 'none' })).toEqual([]);
});
