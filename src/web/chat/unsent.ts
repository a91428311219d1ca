import { limits } from './limits.ts';

/** What still has to reach the server, oldest first. Only the head is ever on its way, so that the order is kept. */
export interface Unsent<Item> {
  readonly items: readonly Item[];
  readonly sending: boolean;
  /** Tries of the head that failed in a row. */
  readonly failures: number;
}

export const nothingUnsent: Unsent<never> = { items: [], sending: false, failures: 0 };

export const added = <Item>(unsent: Unsent<Item>, item: Item): Unsent<Item> => ({
  ...unsent,
  items: [...unsent.items, item],
});

/** The head goes on its way. */
export const began = <Item>(unsent: Unsent<Item>): Unsent<Item> => ({
  ...unsent,
  sending: unsent.items.length > 0,
});

/** The server has the head (or will never take it): the next one is the head. */
export const settled = <Item>(unsent: Unsent<Item>): Unsent<Item> => ({
  items: unsent.items.slice(1),
  sending: false,
  failures: 0,
});

/** The try failed; the head stays the head. */
export const failed = <Item>(unsent: Unsent<Item>): Unsent<Item> => ({
  ...unsent,
  sending: false,
  failures: unsent.failures + 1,
});

/** Milliseconds before the next try. `random` (0–1) spreads many phones that lost the same server. */
export function pauseAfter(failures: number, random: number): number {
  const steps = limits.retrySteps;
  const step = steps[Math.min(Math.max(failures, 1), steps.length) - 1] ?? 0;
  return Math.round(step * (0.75 + random / 2));
}
