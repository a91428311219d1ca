import { weekdayOf } from '../../../../text/viet-time.ts';

const keys = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** The text key of a weekday, 1 (Monday) to 7. */
export const dayKey = (weekday: number): `house.day.${(typeof keys)[number]}` =>
  `house.day.${keys[weekday - 1] ?? 'mon'}`;

export const weekdayKey = (date: string): `house.day.${(typeof keys)[number]}` => dayKey(weekdayOf(date));
