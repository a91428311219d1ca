import { webLimits } from './limits.ts';

/** `burst` at once, and as many again spread over `perMs`. */
export interface Allowance {
  readonly burst: number;
  readonly perMs: number;
}

/** Takes one from the key's allowance: 0 when there was one, otherwise the seconds until there is. */
export type Rate = (key: string) => number;

/** A token bucket per key, in memory, forgetting the longest unheard keys first. */
export function rateOf({ burst, perMs }: Allowance, now: () => number): Rate {
  const buckets = new Map<string, { left: number; at: number }>();
  const perToken = perMs / burst;
  return (key) => {
    const at = now();
    const before = buckets.get(key) ?? { left: burst, at };
    const left = Math.min(burst, before.left + Math.max(0, at - before.at) / perToken);
    buckets.delete(key);
    buckets.set(key, { left: left >= 1 ? left - 1 : left, at });
    forgetOldest(buckets);
    return left >= 1 ? 0 : Math.max(1, Math.ceil(((1 - left) * perToken) / 1000));
  };
}

function forgetOldest(buckets: Map<string, unknown>): void {
  if (buckets.size <= webLimits.rateKeys) return;
  for (const oldest of buckets.keys()) {
    buckets.delete(oldest);
    return;
  }
}
