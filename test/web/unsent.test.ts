import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../src/web/chat/limits.ts';
import type { Unsent } from '../../src/web/chat/unsent.ts';
import { added, began, failed, nothingUnsent, pauseAfter, settled } from '../../src/web/chat/unsent.ts';

type Step = 'add' | 'fail' | 'arrive';

/** Plays the steps; returns what arrived, in order, and what still waits. */
function play(steps: readonly Step[]): { arrived: number[]; unsent: Unsent<number> } {
  let unsent: Unsent<number> = nothingUnsent;
  const arrived: number[] = [];
  let count = 0;
  for (const step of steps) {
    if (step === 'add') unsent = added(unsent, (count += 1));
    if (step === 'add') continue;
    unsent = began(unsent);
    const head = unsent.items[0];
    if (head === undefined) continue;
    if (step === 'arrive') arrived.push(head);
    unsent = step === 'arrive' ? settled(unsent) : failed(unsent);
  }
  return { arrived, unsent };
}

test('whatever fails, messages arrive in the order they were written, each once, and none is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom<Step>('add', 'fail', 'arrive')), (steps) => {
      const { arrived, unsent } = play(steps);
      const written = steps.filter((step) => step === 'add').map((_step, index) => index + 1);
      expect([...arrived, ...unsent.items]).toEqual(written);
    }),
  );
});

test('with nothing to send, nothing is on its way', () => {
  expect(began(nothingUnsent).sending).toBe(false);
});

test('an arrival starts the back-off again', () => {
  const { unsent } = play(['add', 'add', 'fail', 'fail', 'arrive']);
  expect(unsent).toEqual({ items: [2], sending: false, failures: 0 });
});

test('the pause grows with each failure, is spread by a quarter, and has an end', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map((failures) => pauseAfter(failures, 0.5))).toEqual([
    1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000,
  ]);
  const last = limits.retrySteps.at(-1) ?? 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 99 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failures, random) => {
        const pause = pauseAfter(failures, random);
        expect(pause).toBeGreaterThanOrEqual(750);
        expect(pause).toBeLessThanOrEqual(last * 1.25);
      },
    ),
  );
});
