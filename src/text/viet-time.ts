const minute = 60_000;
const day = 24 * 60 * minute;
/** Viet Nam keeps UTC+7 all year (Asia/Ho_Chi_Minh has had no summer time since 1975). */
const offset = 7 * 60 * minute;

/** Minutes of a day. */
export const dayMinutes = 24 * 60;

/** A moment (ms since 1970) as Viet Nam's calendar has it: the date as `2026-11-22`, and the minute of that day. */
export function vietTime(at: number): { readonly date: string; readonly minute: number } {
  const local = at + offset;
  return { date: new Date(local).toISOString().slice(0, 10), minute: Math.floor((local % day) / minute) };
}

/** The moment (ms since 1970) of a minute of a date in Viet Nam; the minute may lie beyond midnight. */
export const momentOf = (date: string, minuteOfDay: number): number =>
  Date.parse(`${date}T00:00:00Z`) - offset + minuteOfDay * minute;

/** The date so many days later (or earlier). */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);

/** Monday 1 to Sunday 7. */
export const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

/** The Monday of the week in which a date lies. */
export const mondayOf = (date: string): string => addDays(date, 1 - weekdayOf(date));
