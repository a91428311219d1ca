/** Viet Nam has no summer time: a day begins at 17:00 UTC of the day before. */
const hour = 60 * 60 * 1000;
const offset = 7 * hour;

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

const dayStart = (year: number, month: number, day: number): number =>
  Date.UTC(year, month - 1, day) - offset;

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
