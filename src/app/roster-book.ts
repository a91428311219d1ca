import { freshPlan, type Roster } from '../queue/roster.ts';
import { lastKnown } from './last-known.ts';
import type { Parts } from './parts.ts';
import type { StaffRow } from './ports.ts';
import { type RosterRecords, rosterId, rosterRecords } from './roster-records.ts';

/** An address with a way, as it is kept. */
export interface KeptAddress {
  readonly id: string;
  readonly staff: string;
  readonly way: string;
  readonly address: string;
}

/** Who is called and by which addresses, read once and again after a change. */
export interface RosterPage {
  readonly roster: Roster;
  /** Active members by id. */
  readonly staff: ReadonlyMap<string, StaffRow>;
  readonly addresses: readonly KeptAddress[];
}

export interface RosterBook {
  readonly records: RosterRecords;
  /**
   * At most half a minute old: another process may have written (a person's texts follow within 60 s). Where it cannot be
   * read, the one read last; rejects before the first: an empty roster would call nobody and forget every address.
   */
  page(): Promise<RosterPage>;
  /** Something of it was written: the next look reads anew. */
  changed(): void;
}

export function makeRosterBook(parts: Parts): RosterBook {
  const { store } = parts;
  const records = rosterRecords(parts);
  async function read(): Promise<RosterPage> {
    const [plan, dates, exchanges, addresses, staff] = await Promise.all([
      records.plans.get(rosterId),
      records.dates.list(),
      records.exchanges.list(),
      records.addresses.list(),
      store.staff(),
    ]);
    return {
      roster: {
        ...(plan?.value ?? freshPlan),
        dates: Object.fromEntries(dates.map(({ id, value }) => [id, value.names])),
        exchanges: exchanges.map(({ id, value }) => ({ id, ...value })),
      },
      staff: new Map(staff.filter(({ active }) => active).map((row) => [row.id, row])),
      addresses: addresses.map(({ id, value }) => ({ id, ...value })),
    };
  }

  return {
    records,
    ...lastKnown(parts, 'roster-unread', read),
  };
}
