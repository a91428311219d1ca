import { addDays, momentOf, vietTime, weekdayOf } from '../text/viet-time.ts';
import type { DrillTime, RosterPlace } from './roster.ts';

const minute = 60_000;

/** Times of the bell's weekly trial, in milliseconds. */
export const drillTimes = {
  /** Who was called has so long to press. */
  answerWithin: 10 * minute,
  /** A trial missed because the server was down is made up for so long, then left out until next week. */
  lateAtMost: 60 * minute,
} as const;

/** The newest planned moment at or before `now`, when it is not too long ago; null when none is due. */
export function drillDue(time: DrillTime | null, now: number): number | null {
  if (time === null) return null;
  const { date } = vietTime(now);
  const days = (weekdayOf(date) - time.weekday + 7) % 7;
  const today = momentOf(addDays(date, -days), time.minute);
  const newest = today <= now ? today : momentOf(addDays(date, -days - 7), time.minute);
  return now - newest <= drillTimes.lateAtMost ? newest : null;
}

/** One person called in a trial. `reached`: at least one of her ways took it. */
export interface DrillCall {
  readonly place: RosterPlace;
  readonly reached: boolean;
  readonly acknowledged: boolean;
}

/**
 * Passed: the first on call is named, everybody named was reached, and the first and (where named) the second have
 * pressed in time. At night there must be a second.
 */
export function isDrillPassed(calls: readonly DrillCall[], night: boolean): boolean {
  const at = (place: RosterPlace) => calls.find((call) => call.place === place);
  const [first, second] = [at('first'), at('second')];
  if (first === undefined || (night && second === undefined)) return false;
  return calls.every(({ reached }) => reached) && first.acknowledged && second?.acknowledged !== false;
}

/** Trials passed at night: two of them open the line "paging drill passed twice at night" of going live. */
export const passedAtNight = <Drill extends { readonly night: boolean; readonly passed: boolean | null }>(
  drills: readonly Drill[],
): readonly Drill[] => drills.filter(({ night, passed }) => night && passed === true);
