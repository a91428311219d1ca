import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { classifierLimits } from './risk/classifier/limits.ts';
import type { Net } from './risk/classifier/net.ts';
import type { NetFitter, NetJob, TrainingLine } from './risk/classifier/train.ts';

/** A fitted net with the number of its job. */
export interface FittedNet {
  readonly number: number;
  readonly net: Net;
}

/** A job with its number. */
export interface NumberedJob {
  readonly number: number;
  readonly job: NetJob;
}

/**
 * Fits nets on other threads, one for each processor and never more than there are nets to fit. The jobs go round; a
 * thread that fails rejects all of its jobs. `close` ends the threads.
 */
export function makeNetWorkers(lines: readonly TrainingLine[]): {
  readonly fit: NetFitter;
  readonly close: () => Promise<void>;
} {
  const count = Math.min(availableParallelism(), 2 * classifierLimits.nets);
  const threads = Array.from({ length: count }, () => newThread(lines));
  let jobs = 0;
  return {
    fit(job) {
      jobs += 1;
      const thread = threads[jobs % count];
      if (thread === undefined) return Promise.reject(new Error('there is no thread'));
      return thread.fit({ number: jobs, job });
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

interface Waiting {
  readonly resolve: (net: Net) => void;
  readonly reject: (fault: Error) => void;
}

function newThread(lines: readonly TrainingLine[]) {
  const worker = new Worker(new URL('./risk-net-worker.ts', import.meta.url), { workerData: lines });
  const waiting = new Map<number, Waiting>();
  let broken: Error | null = null;

  function fail(fault: Error): void {
    broken ??= fault;
    for (const { reject } of waiting.values()) reject(fault);
    waiting.clear();
  }

  worker.on('error', (fault) => fail(fault instanceof Error ? fault : new Error(String(fault))));
  worker.on('messageerror', fail);
  worker.on('exit', () => fail(new Error('a thread that fits nets has ended')));
  worker.on('message', ({ number, net }: FittedNet) => {
    waiting.get(number)?.resolve(net);
    waiting.delete(number);
  });
  return {
    fit({ number, job }: NumberedJob): Promise<Net> {
      if (broken !== null) return Promise.reject(broken);
      return new Promise((resolve, reject) => {
        waiting.set(number, { resolve, reject });
        worker.postMessage({ number, job } satisfies NumberedJob);
      });
    },
    close: () => worker.terminate(),
  };
}
