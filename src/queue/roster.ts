/*
 * Who is on call when, as data. People are named by staff id; dates are Viet Nam's (`2026-11-22`); times of day are
 * minutes after midnight.
 */

/** Called in this order when nobody is on shift (safety-content §1, on-call column). */
export const rosterPlaces = ['first', 'second', 'supervisor', 'head'] as const;
export type RosterPlace = (typeof rosterPlaces)[number];
export type Named = Readonly<Record<RosterPlace, string | null>>;

export const nobodyNamed: Named = { first: null, second: null, supervisor: null, head: null };

/** Hours of every day. One whose end is not after its start runs past midnight and belongs to the day it begins on. */
export interface Shift {
  readonly id: string;
  /** Empty: the console has words for the ids of `usualShifts`. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Named people by shift id. */
export type DayNames = Readonly<Record<string, Named>>;

/** Somebody's place in one shift of one day. */
export interface Turn {
  readonly date: string;
  readonly shift: string;
  readonly place: RosterPlace;
}

/** One proposes, the other accepts; both stay on record. `take`: what the one who proposes takes over in return. */
export interface Exchange {
  readonly id: string;
  readonly by: string;
  readonly to: string;
  readonly give: Turn;
  readonly take: Turn | null;
  readonly state: 'proposed' | 'accepted' | 'declined' | 'withdrawn';
  readonly proposedAt: number;
  readonly answeredAt: number | null;
}

/** The weekly pattern: days `1` (Monday) to `7`, and `holiday`, which holds on the dates listed as holidays. */
export const patternDays = ['1', '2', '3', '4', '5', '6', '7', 'holiday'] as const;
export type PatternDay = (typeof patternDays)[number];

/** When the bell is tried: weekday 1–7 and minute of the day. */
export interface DrillTime {
  readonly weekday: number;
  readonly minute: number;
}

export interface RosterPlan {
  readonly shifts: readonly Shift[];
  readonly pattern: Readonly<Partial<Record<PatternDay, DayNames>>>;
  readonly holidays: readonly { readonly date: string; readonly name: string }[];
  readonly drill: DrillTime | null;
}

/** The plan with what departs from it: single dates, and exchanges. */
export interface Roster extends RosterPlan {
  readonly dates: Readonly<Record<string, DayNames>>;
  readonly exchanges: readonly Exchange[];
}

const hour = 60;

/** Until a centre writes its own. */
export const usualShifts: readonly Shift[] = [
  { id: 'day', name: '', from: 7 * hour, to: 17 * hour },
  { id: 'evening', name: '', from: 17 * hour, to: 22 * hour },
  { id: 'night', name: '', from: 22 * hour, to: 7 * hour },
];

/** A centre that has not named anybody yet; the bell would be tried on Wednesdays at half past ten at night. */
export const freshPlan: RosterPlan = {
  shifts: usualShifts,
  pattern: {},
  holidays: [],
  drill: { weekday: 3, minute: 22 * hour + 30 },
};
