import { expect, test } from 'vitest';
import { afterKey, noPresses } from '../../src/web/chat/shift-count.ts';

/** Keys as they are released; `+` marks that Shift was still held. */
const presses = (keys: readonly string[]): number =>
  keys.reduce((count, key) => afterKey(count, key.replace('+', ''), key.startsWith('+')), noPresses).presses;

test.each<[string[], number]>([
  [['Shift'], 1],
  [['Shift', 'Shift'], 2],
  [['Shift', 'Shift', 'Shift'], 3],
  [['Shift', 'a', 'Shift', 'Shift'], 2],
  [['+A', 'Shift'], 0],
  [['+A', 'Shift', '+B', 'Shift', '+C', 'Shift'], 0],
  [['+A', 'Shift', 'Shift', 'Shift', 'Shift'], 3],
  [['Shift', 'Shift', 'Enter'], 0],
])('%j counts %i', (keys, count) => {
  expect(presses(keys)).toBe(count);
});
