import type { DeskDoor } from '../../app/desk-door.ts';
import type { HouseDoor } from '../../app/house/house-door.ts';
import type { Clock } from '../../app/ports.ts';
import type { Staff } from '../staff/open-staff.ts';

/** What is counted; never with a name or an address. */
type ConsoleEvent = 'sign-in-refused' | 'sign-in-limited' | 'frame-malformed' | 'line-silent' | 'line-slow';

export interface ConsoleOptions {
  readonly staff: Staff;
  readonly door: DeskDoor;
  readonly house: HouseDoor;
  /** `PUBLIC_URL`; null when it is not set: then a request's own `Host` says what our origin is. */
  readonly publicUrl: string | null;
  readonly clock: Clock;
  readonly count: (event: ConsoleEvent) => void;
  /** Hears of faults of ours, with the route's pattern; never of a request's content or sender. */
  readonly onError: (error: unknown, route: string) => void;
}
