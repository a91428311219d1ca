import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { type Weekday, weekdays } from './weekdays.ts';

const clock = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
const span = z.strictObject({
  days: z.array(z.enum(weekdays)).check(z.minLength(1)),
  from: clock,
  to: clock,
});

/** Weekly opening times as written in the data files; a span whose end is not after its start runs past midnight. */
export const weeklyHours = z.array(span);
type Span = z.infer<typeof span>;

/** `24/7`, weekly times, or `unknown`. */
export const openingHours = z.union([z.literal('24/7'), z.literal('unknown'), weeklyHours]);
export type OpeningHours = z.infer<typeof openingHours>;

const minute = 60_000;
const dayLength = 24 * 60 * minute;
/** Viet Nam keeps UTC+7 all year (Asia/Ho_Chi_Minh has had no summer time since 1975). */
const vietnamOffset = 7 * 60 * minute;

/** Whether these hours hold at `now` (ms since 1970), in Viet Nam; null when they are not known. */
export function opensNow(hours: OpeningHours, now: number, holidays: readonly string[] = []): boolean | null {
  if (hours === '24/7') return true;
  if (hours === 'unknown' || hours.length === 0) return null;
  return openings(hours, holidays, now, [-1, 0]).some(({ from, to }) => from <= now && now < to);
}

/** When these hours begin next after `now` (ms since 1970); null when always open, unknown or too far ahead. */
export function nextOpening(
  hours: OpeningHours,
  now: number,
  holidays: readonly string[] = [],
): number | null {
  if (hours === '24/7' || hours === 'unknown') return null;
  const ahead = Array.from({ length: limits.openingAheadDays + 1 }, (_, index) => index);
  const starts = openings(hours, holidays, now, ahead).map(({ from }) => from);
  return starts.filter((start) => start > now).sort((a, b) => a - b)[0] ?? null;
}

/**
 * A moment as the person reads it: `7:00` within the coming day, `7:00 23/11` later.
 * Digits only: the same in every language.
 */
export function formatOpening(at: number, now: number): string {
  const local = new Date(at + vietnamOffset);
  const hour = `${local.getUTCHours()}:${String(local.getUTCMinutes()).padStart(2, '0')}`;
  return at - now < dayLength ? hour : `${hour} ${local.getUTCDate()}/${local.getUTCMonth() + 1}`;
}

/**
 * The opening that holds now or comes next, in digits only: `24/7`, `13:00–20:30`, `13:00–20:30 25/11` when it is more
 * than a day away; null when the hours are not known.
 */
export function formatHours(hours: OpeningHours, now: number): string | null {
  if (hours === '24/7') return hours;
  if (hours === 'unknown') return null;
  const near = Array.from({ length: limits.openingAheadDays + 2 }, (_, index) => index - 1);
  const [next] = openings(hours, [], now, near)
    .filter(({ to }) => to > now)
    .sort((a, b) => a.from - b.from);
  if (next === undefined) return null;
  const [begins = '', date] = formatOpening(next.from, now).split(' ');
  const [ends = ''] = formatOpening(next.to, now).split(' ');
  return [`${begins}–${ends}`, date].filter((part) => part !== undefined).join(' ');
}

/** Whether it is night in Viet Nam, when a line must be known to answer. */
export function isNight(now: number): boolean {
  const hour = new Date(now + vietnamOffset).getUTCHours();
  return hour >= limits.nightFromHour || hour < limits.nightToHour;
}

/** Openings that begin on today's date in Viet Nam plus each offset in days, without holidays. */
function openings(
  hours: readonly Span[],
  holidays: readonly string[],
  now: number,
  offsets: readonly number[],
) {
  const today = Math.floor((now + vietnamOffset) / dayLength) * dayLength;
  return offsets
    .map((offset) => today + offset * dayLength)
    .filter((midnight) => !holidays.includes(new Date(midnight).toISOString().slice(0, 10)))
    .flatMap((midnight) =>
      hours.filter(({ days }) => days.includes(weekdayOf(midnight))).map((one) => opening(one, midnight)),
    );
}

const weekdayOf = (midnight: number): Weekday => weekdays[new Date(midnight).getUTCDay()] ?? 'sun';

function opening({ from, to }: Span, midnight: number): { readonly from: number; readonly to: number } {
  const start = midnight + minutesOf(from) * minute - vietnamOffset;
  const length = (minutesOf(to) - minutesOf(from)) * minute;
  return { from: start, to: start + (length > 0 ? length : length + dayLength) };
}

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
