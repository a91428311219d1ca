import { addDays, mondayOf } from '../text/viet-time.ts';
import { hasUncoveredHours, isNightShift, namedFor } from './on-call.ts';
import { type Named, type Roster, rosterPlaces } from './roster.ts';

/** What is wrong with a shift: nobody is first on call, or at night only one person is named. */
export type RosterGap = 'nobody' | 'one-at-night';

export interface WeekShift {
  readonly shift: string;
  readonly named: Named;
  readonly gap: RosterGap | null;
  /** Names that stand on this date alone, or came by an exchange: not the weekly pattern's. */
  readonly departs: boolean;
}

export interface WeekDay {
  readonly date: string;
  readonly holiday: string | null;
  readonly shifts: readonly WeekShift[];
}

export interface RosterWeek {
  readonly days: readonly WeekDay[];
  /** Some hours of the day belong to no shift. */
  readonly uncovered: boolean;
  readonly gaps: number;
}

/**
 * The week in which a date lies, Monday first, with its gaps. Who is not on the staff any more (`active` holds the ids
 * of those who are) counts as not named.
 */
export function rosterWeek(roster: Roster, date: string, active: ReadonlySet<string>): RosterWeek {
  const monday = mondayOf(date);
  const days = Array.from({ length: 7 }, (_, index) => dayOf(roster, addDays(monday, index), active));
  const gaps = days.flatMap(({ shifts }) => shifts).filter(({ gap }) => gap !== null).length;
  return { days, uncovered: hasUncoveredHours(roster.shifts), gaps };
}

function dayOf(roster: Roster, date: string, active: ReadonlySet<string>): WeekDay {
  const plan: Roster = { ...roster, dates: {}, exchanges: [] };
  return {
    date,
    holiday: roster.holidays.find((holiday) => holiday.date === date)?.name ?? null,
    shifts: roster.shifts.map((shift) => {
      const named = onlyActive(namedFor(roster, date, shift.id), active);
      const planned = onlyActive(namedFor(plan, date, shift.id), active);
      return {
        shift: shift.id,
        named,
        gap: gapOf(named, isNightShift(shift)),
        departs: rosterPlaces.some((place) => planned[place] !== named[place]),
      };
    }),
  };
}

/** People who left the staff cannot be called. */
export const onlyActive = (named: Named, active: ReadonlySet<string>): Named => {
  const kept = (id: string | null): string | null => (id !== null && active.has(id) ? id : null);
  return {
    first: kept(named.first),
    second: kept(named.second),
    supervisor: kept(named.supervisor),
    head: kept(named.head),
  };
};

/** One and the same person twice is one person. */
function gapOf(named: Named, night: boolean): RosterGap | null {
  if (named.first === null) return 'nobody';
  return night && (named.second === null || named.second === named.first) ? 'one-at-night' : null;
}

/** Night shifts without two different people, from a date on: what "two people per night named" asks (going live). */
export function nightGaps(
  roster: Roster,
  from: string,
  days: number,
  active: ReadonlySet<string>,
): readonly { readonly date: string; readonly shift: string }[] {
  const nights = new Set(roster.shifts.filter(isNightShift).map(({ id }) => id));
  return Array.from({ length: days }, (_, index) => dayOf(roster, addDays(from, index), active)).flatMap(
    ({ date, shifts }) =>
      shifts.filter((one) => nights.has(one.shift) && one.gap !== null).map(({ shift }) => ({ date, shift })),
  );
}
