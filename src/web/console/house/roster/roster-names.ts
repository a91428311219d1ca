import type { RosterPlace } from '../../../../queue/roster.ts';
import type { HouseReply } from '../../../../wire/house/calls.ts';
import { isMessageKey } from '../../text/catalogue.ts';
import type { Translate } from '../../text/language.tsx';

export type RosterReply = HouseReply<'roster/read'>;
export type Plan = RosterReply['plan'];
export type Named = NonNullable<RosterReply['now']>['named'];

export const placesInOrder: readonly RosterPlace[] = ['first', 'second', 'supervisor', 'head'];
export const nobodyNamed: Named = { first: null, second: null, supervisor: null, head: null };

/** A shift's own name, or the usual one of its id, or its hours. */
export function shiftName(t: Translate, { shifts }: Plan, id: string): string {
  const shift = shifts.find((one) => one.id === id);
  if (shift === undefined) return id;
  if (shift.name !== '') return shift.name;
  const key = `roster.shift.${id}`;
  return isMessageKey(key) ? t(key) : `${clockOf(shift.from)}–${clockOf(shift.to)}`;
}

export const staffName = ({ staff }: RosterReply, id: string | null): string =>
  staff.find((one) => one.id === id)?.name ?? '?';

/** Minutes of a day as `07:30`, as an hour field wants it. */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** The minute of the day that an hour field says; null while it is being typed. */
export function minuteOf(clock: string): number | null {
  const [, hour, minute] = /^(\d\d):(\d\d)/.exec(clock) ?? [];
  return hour === undefined || minute === undefined ? null : Number(hour) * 60 + Number(minute);
}

/** `2026-11-22` as `22/11`. */
export const shortDate = (date: string): string => `${date.slice(8)}/${date.slice(5, 7)}`;
