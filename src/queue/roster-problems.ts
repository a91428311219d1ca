import { dayMinutes } from '../text/viet-time.ts';
import { beganOn } from './on-call.ts';
import { type DayNames, type RosterPlan, rosterPlaces, type Shift } from './roster.ts';

/** Something that keeps a plan from being kept: the field it is about, and what is wrong with it. */
export interface RosterProblem {
  readonly field: string;
  readonly problem:
    | 'shift-twice'
    | 'shift-overlap'
    | 'shift-empty'
    | 'shift-unknown'
    | 'staff-unknown'
    | 'date-twice';
}

/** What is wrong with a plan; hours that no shift covers and places without a name are gaps, not faults. */
export function planProblems(plan: RosterPlan, staff: ReadonlySet<string>): readonly RosterProblem[] {
  const { shifts, pattern, holidays } = plan;
  return [
    ...shiftProblems(shifts),
    ...Object.values(pattern).flatMap((names) => namesProblems(names, shifts, staff)),
    ...(hasTwice(holidays.map(({ date }) => date))
      ? [{ field: 'holidays', problem: 'date-twice' } as const]
      : []),
  ];
}

/** What is wrong with the names of one day. */
export function namesProblems(
  names: DayNames,
  shifts: readonly Shift[],
  staff: ReadonlySet<string>,
): readonly RosterProblem[] {
  const known = new Set(shifts.map(({ id }) => id));
  return Object.entries(names).flatMap(([shift, named]) => [
    ...(known.has(shift) ? [] : [{ field: shift, problem: 'shift-unknown' } as const]),
    ...rosterPlaces
      .filter((place) => named[place] !== null && !staff.has(named[place]))
      .map((place) => ({ field: `${shift}.${place}`, problem: 'staff-unknown' }) as const),
  ]);
}

function shiftProblems(shifts: readonly Shift[]): readonly RosterProblem[] {
  const field = 'shifts';
  return [
    ...(hasTwice(shifts.map(({ id }) => id)) ? [{ field, problem: 'shift-twice' } as const] : []),
    ...(shifts.some(({ from, to }) => from === to) ? [{ field, problem: 'shift-empty' } as const] : []),
    ...(overlap(shifts) ? [{ field, problem: 'shift-overlap' } as const] : []),
  ];
}

const hasTwice = (values: readonly string[]): boolean => new Set(values).size < values.length;

/** Two shifts in the same minute would leave it open who is called. */
function overlap(shifts: readonly Shift[]): boolean {
  const minutes = Array.from({ length: dayMinutes }, (_, minute) => minute);
  return minutes.some(
    (minute) => shifts.filter((shift) => beganOn(shift, '2026-01-01', minute) !== null).length > 1,
  );
}
