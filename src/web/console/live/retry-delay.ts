import { limits } from '../limits.ts';

/**
 * How long to wait before the next attempt: doubles from half a second to eight, and `chance` (0 to below 1) takes up
 * to half of it away so that the consoles of a room do not all knock at once.
 */
export function retryDelay(attempts: number, chance: number): number {
  const full = Math.min(limits.slowestRetryMs, limits.firstRetryMs * 2 ** Math.min(attempts, 10));
  return Math.round(full * (1 - chance / 2));
}
