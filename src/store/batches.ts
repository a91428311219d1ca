import { storeLimits } from './limits.ts';
import type { Operation } from './statement.ts';

/** One waiting operation. `begin` starts it afresh; exactly one of the others ends it, after the commit. */
export interface Waiting {
  readonly begin: () => Operation<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Words go with it: the log must not keep them. */
  readonly shreds: boolean;
}

export interface Batches {
  add<Result>(begin: () => Operation<Result>, shreds?: boolean): Promise<Result>;
  /** Resolves when nothing waits any more; refuses whatever comes later. */
  close(): Promise<void>;
}

/** The database could not be written: disk full, file gone, server away. Nothing of the batch is there. */
export class StoreUnwritable extends Error {
  override readonly name = 'StoreUnwritable';
}

/**
 * Group commit: operations that are ready in the same round of the event loop share one transaction.
 * `run` must end every operation it is given, and never throw.
 */
export function makeBatches(run: (batch: readonly Waiting[]) => void | Promise<void>): Batches {
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  let closed = false;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      // Let the round end first: whoever becomes ready in it travels along.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = waiting.slice(0, storeLimits.batch);
      waiting = waiting.slice(storeLimits.batch);
      await run(batch);
    }
    running = null;
  }

  return {
    add(begin, shreds = false) {
      if (closed) return Promise.reject(new StoreUnwritable('the store is closed'));
      return new Promise((resolve, reject) => {
        waiting.push({ begin, resolve: resolve as (result: unknown) => void, reject, shreds });
        running ??= drain();
      });
    },
    async close() {
      closed = true;
      await running;
    },
  };
}
