import type { PageTarget } from '../conversation/effect.ts';
import { isNightShift, onCallAt } from '../queue/on-call.ts';
import { rosterPlaces } from '../queue/roster.ts';
import { onlyActive } from '../queue/roster-week.ts';
import type { PageDelivery } from './page-rows.ts';
import type { Pager, PagerWay } from './pager-port.ts';
import type { StaffRow } from './ports.ts';
import type { RosterBook, RosterPage } from './roster-book.ts';

/** One way to one member of staff. */
export interface Line {
  readonly staff: string;
  readonly way: PagerWay;
  /** The record of her address; empty for a way that needs none. */
  readonly address: string;
}

/** Who can be called when nobody is on shift. */
export interface Reach {
  /** Somebody is named for this hour and has a way, whether or not it works. */
  readonly isNamed: boolean;
  /** Those of them whose way is not known to fail. */
  readonly working: ReadonlySet<string>;
  readonly night: boolean;
}

/** Roles that are called: those that take conversations. */
const called: ReadonlySet<StaffRow['role']> = new Set(['counsellor', 'supervisor', 'administrator']);

/** Everybody whom a target means at this moment; `onShift` are those whose consoles are heard. */
export function membersOf(
  { roster, staff }: RosterPage,
  target: PageTarget,
  now: number,
  onShift: readonly string[],
): readonly string[] {
  if (target === 'room') return onShift;
  if (target === 'everybody')
    return [...staff.values()].filter(({ role }) => called.has(role)).map(({ id }) => id);
  const running = onCallAt(roster, now);
  const id = running === null ? null : onlyActive(running.named, new Set(staff.keys()))[target];
  return id === null ? [] : [id];
}

/** What is known of the ways: the last attempt by each decides. One that was never tried counts as working. */
export interface WayHealth {
  heard(delivery: Pick<PageDelivery, 'way' | 'address'>, works: boolean): void;
  isFailing(line: Line): boolean;
}

/** A gateway fails for everybody at once; an address fails by itself. */
const healthKey = (way: string, address: string): string => `${way} ${address}`;

/** `newest` first, as the store gives them. */
export function wayHealth(newest: readonly PageDelivery[]): WayHealth {
  const works = new Map<string, boolean>();
  for (const { way, address, state, attempts } of newest.toReversed()) {
    if (state === 'sent') works.set(healthKey(way, address), true);
    else if (attempts > 0) works.set(healthKey(way, address), false);
  }
  return {
    heard: ({ way, address }, does) => void works.set(healthKey(way, address), does),
    isFailing: ({ way, address }) => works.get(healthKey(way.name, address)) === false,
  };
}

/** The ways to these members that a page may take. The gateway is for those who are not there: not for the room. */
export function linesTo(
  { addresses }: RosterPage,
  pager: Pager | undefined,
  members: readonly string[],
  target: PageTarget | 'drill',
): readonly Line[] {
  return (pager?.ways ?? []).flatMap((way) => {
    if (way.reaches === 'anybody')
      return target === 'room' ? [] : members.map((staff) => ({ staff, way, address: '' }));
    return addresses
      .filter((kept) => kept.way === way.name && members.includes(kept.staff))
      .map(({ id, staff }) => ({ staff, way, address: id }));
  });
}

/** Who is on call now and can be called. */
export async function reachAt(
  book: RosterBook,
  pager: Pager | undefined,
  health: WayHealth,
  now: number,
): Promise<Reach> {
  const page = await book.page();
  const members = rosterPlaces.flatMap((place) => membersOf(page, place, now, []));
  const lines = linesTo(page, pager, members, 'drill');
  const running = onCallAt(page.roster, now);
  return {
    isNamed: lines.length > 0,
    working: new Set(lines.filter((line) => !health.isFailing(line)).map(({ staff }) => staff)),
    night: running !== null && isNightShift(running.shift),
  };
}
