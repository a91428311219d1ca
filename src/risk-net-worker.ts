import { parentPort, workerData } from 'node:worker_threads';
import { makeNetFitter, type TrainingLine } from './risk/classifier/train.ts';
import type { FittedNet, NumberedJob } from './risk-net-workers.ts';
import { loadRules } from './risk-rules-on-disk.ts';

/* One thread of `risk-net-workers.ts`: fits the nets it is asked for to the lines it was started with. */

const fit = makeNetFitter(workerData as readonly TrainingLine[], loadRules());
parentPort?.on('message', ({ number, job }: NumberedJob) => {
  parentPort?.postMessage({ number, net: fit(job) } satisfies FittedNet);
});
