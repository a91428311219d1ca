import { momentOf } from '../text/viet-time.ts';

/** A stretch of days that is reported on: from the first moment to before the last, ms since 1970. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** The kinds of reports that centres send (safety-content §9). */
export type PeriodName =
  | { readonly kind: 'month'; readonly year: number; readonly month: number }
  | { readonly kind: 'half'; readonly year: number; readonly half: 1 | 2 }
  /** Tháng hành động: 15 November to 15 December. */
  | { readonly kind: 'action'; readonly year: number };

/** The first moment of a day in Viet Nam; a thirteenth month is the next year's first. */
const dayStart = (year: number, month: number, day: number): number =>
  momentOf(new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10), 0);

/** The days of a named period, in Viet Nam's time. */
export function periodOf(name: PeriodName): Period {
  switch (name.kind) {
    case 'month':
      return { from: dayStart(name.year, name.month, 1), to: dayStart(name.year, name.month + 1, 1) };
    case 'half': {
      const first = name.half === 1 ? 1 : 7;
      return { from: dayStart(name.year, first, 1), to: dayStart(name.year, first + 6, 1) };
    }
    case 'action':
      return { from: dayStart(name.year, 11, 15), to: dayStart(name.year, 12, 16) };
  }
}
