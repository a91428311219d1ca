import { createHash } from 'node:crypto';
import { webLimits } from './limits.ts';

/** A small task that a phone solves in a second and a guesser must solve for every guess. */
export interface Task {
  readonly task: string;
  /** How many bits of SHA-256(`<task>.<answer>`) must be zero, from the first on. */
  readonly bits: number;
}

/** Hands tasks out and takes each once. */
export interface TaskOffice {
  give(): Task;
  take(task: string, answer: string): boolean;
}

/** Whether an answer solves a task. */
export function solves(task: string, answer: string, bits: number): boolean {
  const digest = createHash('sha256').update(`${task}.${answer}`).digest();
  return digest.readUInt32BE(0) >>> (32 - bits) === 0;
}

/** Tasks live in memory, for ten minutes, one use. */
export function taskOffice(now: () => number, newSecret: () => string): TaskOffice {
  const open = new Map<string, number>();
  return {
    give() {
      const task = newSecret();
      open.set(task, now() + webLimits.taskMs);
      for (const [oldest, until] of open) {
        if (until >= now() && open.size <= webLimits.tasks) break;
        open.delete(oldest);
      }
      return { task, bits: webLimits.taskBits };
    },
    take(task, answer) {
      const until = open.get(task);
      open.delete(task);
      return until !== undefined && until >= now() && solves(task, answer, webLimits.taskBits);
    },
  };
}
