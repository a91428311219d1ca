/**
 * One lane per key: what is asked of a lane runs one after the other, different lanes side by side.
 * Waking a lane that runs makes it run once more afterwards; waking is cheap and may be repeated.
 */
export interface Lanes<Key> {
  wake(key: Key): void;
  /** Runs a piece of work in the lane, after what is there. */
  run<Result>(key: Key, work: () => Promise<Result>): Promise<Result>;
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>;
  /** Nothing new is begun after this. */
  stop(): void;
}

/** Makes lanes that call `drain` when woken. `drain` must not throw; when it does, `onFault` hears of it. */
export function makeLanes<Key>(
  drain: (key: Key) => Promise<void>,
  onFault: (fault: unknown) => void,
): Lanes<Key> {
  const tails = new Map<Key, Promise<unknown>>();
  const asked = new Set<Key>();
  let stopped = false;

  const enqueue = <Result>(key: Key, work: () => Promise<Result>): Promise<Result> => {
    const result = (tails.get(key) ?? Promise.resolve()).then(work);
    const tail = result
      .catch(() => {})
      .finally(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
    tails.set(key, tail);
    return result;
  };

  return {
    wake(key) {
      if (stopped || asked.has(key)) return;
      asked.add(key);
      enqueue(key, () => {
        asked.delete(key);
        return stopped ? Promise.resolve() : drain(key);
      }).catch(onFault);
    },
    run: enqueue,
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
    stop() {
      stopped = true;
    },
  };
}
