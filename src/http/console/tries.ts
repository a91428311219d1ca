import { consoleLimits } from './limits.ts';

export interface Tries {
  /** Counts a try under each key, unless one of them is used up: then the whole seconds until it is free again. */
  take(keys: readonly TryKey[]): number | null;
  /** The try was honest (right password): it no longer counts. */
  giveBack(keys: readonly TryKey[]): void;
}

export interface TryKey {
  readonly key: string;
  readonly limit: number;
}

/** Counts tries in fixed windows, in memory only: names and callers are never written down. */
export function countTries(now: () => number): Tries {
  const windows = new Map<string, { count: number; readonly until: number }>();

  const current = (key: string) => {
    const found = windows.get(key);
    if (found !== undefined && found.until > now()) return found;
    windows.delete(key);
    return undefined;
  };
  const add = ({ key }: TryKey) => {
    const found = current(key);
    if (found !== undefined) {
      found.count += 1;
      return;
    }
    windows.set(key, { count: 1, until: now() + consoleLimits.triesWindow });
    if (windows.size > consoleLimits.triesKept) dropOldest(windows);
  };

  return {
    take(keys) {
      const waits = keys.map(({ key, limit }) => {
        const found = current(key);
        return found !== undefined && found.count >= limit ? found.until - now() : 0;
      });
      const wait = Math.max(...waits);
      if (wait > 0) return Math.ceil(wait / 1000);
      for (const key of keys) add(key);
      return null;
    },
    giveBack(keys) {
      for (const { key } of keys) {
        const found = current(key);
        if (found !== undefined) found.count = Math.max(0, found.count - 1);
      }
    },
  };
}

/** A Map remembers the order of insertion, and every window is equally long: the first ends first. */
function dropOldest(windows: Map<string, unknown>): void {
  const [oldest] = windows.keys();
  if (oldest !== undefined) windows.delete(oldest);
}
