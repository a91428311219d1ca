import { compareLevels, type RiskLevel } from '../risk/level.ts';

/** What the order of the queue depends on. `waitingSince` in milliseconds since 1970. */
export interface Waiting {
  readonly level: RiskLevel;
  readonly waitingSince: number;
  /** Given back by a counsellor's silence or hand: stands before the others of its level. */
  readonly returned: boolean;
  readonly gone: 'no' | 'left' | 'erased';
}

/**
 * Negative when `a` is offered before `b`: the graver level, then what was given back, then who waits longer.
 * A line whose person left or erased is offered after those who are still there, within its level.
 */
export function compareWaiting(a: Waiting, b: Waiting): number {
  const graver = compareLevels(b.level, a.level);
  if (graver !== 0) return graver;
  if ((a.gone === 'no') !== (b.gone === 'no')) return a.gone === 'no' ? -1 : 1;
  if (a.returned !== b.returned) return a.returned ? -1 : 1;
  return a.waitingSince - b.waitingSince;
}

/** The queue in the order in which it is offered. */
export const inOrder = <Line extends Waiting>(lines: readonly Line[]): readonly Line[] =>
  lines.toSorted(compareWaiting);
