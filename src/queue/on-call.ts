import { addDays, dayMinutes, vietTime, weekdayOf } from '../text/viet-time.ts';
import {
  type DayNames,
  type Exchange,
  type Named,
  nobodyNamed,
  type PatternDay,
  type Roster,
  rosterPlaces,
  type Shift,
  type Turn,
} from './roster.ts';

/** The shift that runs, the date it began on, and who is named for it. */
export interface OnCall {
  readonly shift: Shift;
  readonly date: string;
  readonly named: Named;
}

/** Who is on call at a moment (ms since 1970); null at hours that no shift covers. */
export function onCallAt(roster: Roster, now: number): OnCall | null {
  const { date, minute } = vietTime(now);
  for (const shift of roster.shifts) {
    const began = beganOn(shift, date, minute);
    if (began !== null) return { shift, date: began, named: namedFor(roster, began, shift.id) };
  }
  return null;
}

/** The date on which a shift that runs at this minute began; null when it does not run. */
export function beganOn({ from, to }: Shift, date: string, minute: number): string | null {
  if (from < to) return minute >= from && minute < to ? date : null;
  if (minute >= from) return date;
  return minute < to ? addDays(date, -1) : null;
}

/** Who is named for one shift of one date: the date's own names, else the holiday's, else the weekday's, exchanged. */
export function namedFor(roster: Roster, date: string, shift: string): Named {
  const plain =
    roster.dates[date]?.[shift] ??
    holidayNames(roster, date)?.[shift] ??
    roster.pattern[String(weekdayOf(date)) as PatternDay]?.[shift] ??
    nobodyNamed;
  return roster.exchanges
    .filter(({ state }) => state === 'accepted')
    .toSorted((a, b) => (a.answeredAt ?? 0) - (b.answeredAt ?? 0))
    .reduce((named, exchange) => exchanged(named, exchange, date, shift), plain);
}

const holidayNames = ({ holidays, pattern }: Roster, date: string): DayNames | undefined =>
  holidays.some((holiday) => holiday.date === date) ? pattern.holiday : undefined;

/** An exchange counts only while the one who gives is still named: a later edit of the plan is not overruled. */
function exchanged(named: Named, { by, to, give, take }: Exchange, date: string, shift: string): Named {
  const at = (turn: Turn | null) => turn?.date === date && turn.shift === shift;
  const given = at(give) && named[give.place] === by ? { ...named, [give.place]: to } : named;
  return take !== null && at(take) && given[take.place] === to ? { ...given, [take.place]: by } : given;
}

/** Minutes of the day in which one person alone is not enough: she may not wake. */
const smallHours = { from: 0, to: 5 * 60 } as const;

/** Whether a shift covers any of the hours between midnight and five. */
export const isNightShift = ({ from, to }: Shift): boolean =>
  from < to ? from < smallHours.to : to > smallHours.from || from < smallHours.to;

/** Whether it is night on the roster: a night shift runs. */
export const isRosterNight = (roster: Roster, now: number): boolean => {
  const running = onCallAt(roster, now);
  return running !== null && isNightShift(running.shift);
};

/** Whom a page goes to next when its target cannot be reached (safety-content §1: the same order as the clocks). */
const order = [...rosterPlaces, 'everybody'] as const;
export type NextTarget = (typeof order)[number];

/** The targets after this one, in order; after `room` all of them. */
export const targetsAfter = (target: string): readonly NextTarget[] =>
  order.slice(order.findIndex((one) => one === target) + 1);

/** Whether some minute of the day belongs to no shift. */
export function hasUncoveredHours(shifts: readonly Shift[]): boolean {
  const minutes = Array.from({ length: dayMinutes }, (_, minute) => minute);
  return minutes.some((minute) => shifts.every((shift) => beganOn(shift, '2026-01-01', minute) === null));
}
