import { type HouseAnswer, type HouseCallName, type HouseRole, houseCalls } from '../../wire/house/calls.ts';
import type { ContactBook } from '../contact-book.ts';
import type { StaffIdentity } from '../desk-door.ts';
import type { GoingLive } from '../going-live.ts';
import type { Parts } from '../parts.ts';
import { makeCentreCalls } from './centre.ts';
import { makeContactsCalls } from './contacts.ts';
import { makeGoingLiveCalls } from './going-live.ts';
import { type Handlers, refused } from './handlers.ts';
import { makeMediaCalls } from './media.ts';
import { makeNumbersCalls } from './numbers.ts';
import { makeRosterCalls, type RosterDesk } from './roster.ts';
import { makeStaffFactsCalls } from './staff-facts.ts';

/** The calls of the house's screens, as the console's adapter makes them. */
export interface HouseDoor {
  /** `body` has passed `houseCalls[name].body`. Never rejects: a fault is reported and answered `unwritable`. */
  call(by: StaffIdentity, name: HouseCallName, body: unknown): Promise<HouseAnswer<unknown>>;
}

type AnyHandler = (by: StaffIdentity, body: unknown) => Promise<HouseAnswer<unknown>>;

/** Joins the areas: the compiler completes the table, the role is looked at before anything else. */
export function makeHouseDoor(
  parts: Parts,
  contacts: ContactBook,
  roster: RosterDesk,
  live: GoingLive,
): HouseDoor {
  const handlers: Handlers<typeof houseCalls> = {
    ...makeCentreCalls(parts),
    ...makeContactsCalls(parts, contacts),
    ...makeGoingLiveCalls(parts, live),
    ...makeMediaCalls(parts),
    ...makeNumbersCalls(parts),
    ...makeRosterCalls(parts, roster),
    ...makeStaffFactsCalls(parts),
  };
  return {
    async call(by, name, body) {
      const roles: readonly HouseRole[] = houseCalls[name].roles;
      if (!roles.includes(by.role)) return refused('not-allowed');
      try {
        // The adapter has checked `body` against the table: the one place where its types are joined.
        return await (handlers[name] as AnyHandler)(by, body);
      } catch (fault) {
        parts.report('house-failed', fault);
        return refused('unwritable');
      }
    },
  };
}
