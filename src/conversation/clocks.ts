import type { RiskLevel } from '../risk/level.ts';
import type { PageTarget } from './effect.ts';
import type { TimerKind } from './turn-event.ts';

const second = 1000;
const minute = 60 * second;

/** One clock of safety-content §1: when it rings, whom it pages, whether the person is told that nobody has come yet. */
export interface AcceptClock {
  readonly timer: TimerKind;
  readonly afterMs: number;
  readonly page: PageTarget;
  readonly tellsPerson: boolean;
}

/** "Accept" means claim. Staffed room; the on-call column comes with the roster (safety-content §1). */
export const acceptClocks: Record<RiskLevel, readonly AcceptClock[]> = {
  imminent: [
    { timer: 'accept.60', afterMs: 60 * second, page: 'second', tellsPerson: true },
    { timer: 'accept.120', afterMs: 120 * second, page: 'supervisor', tellsPerson: false },
    { timer: 'accept.180', afterMs: 180 * second, page: 'everybody', tellsPerson: true },
  ],
  high: [
    { timer: 'accept.210', afterMs: 210 * second, page: 'second', tellsPerson: false },
    { timer: 'accept.300', afterMs: 300 * second, page: 'supervisor', tellsPerson: true },
  ],
  medium: [{ timer: 'accept.900', afterMs: 15 * minute, page: 'supervisor', tellsPerson: false }],
  low: [],
  none: [],
};

/** Every accept clock by its timer, for the turn in which it rings. */
export const clockOf = (timer: TimerKind): AcceptClock | undefined =>
  Object.values(acceptClocks)
    .flat()
    .find((clock) => clock.timer === timer);

/** Claimed, but no first message: back to the queue (§1, "must also happen"). Null: no such clock. */
export const firstMessageMs: Record<RiskLevel, number | null> = {
  imminent: 60 * second,
  high: 3 * minute,
  medium: null,
  low: null,
  none: null,
};

/** The holder's console unheard for so long loses the conversation (§3.4). */
export const lineLostMs: Record<RiskLevel, number> = {
  imminent: 60 * second,
  high: 60 * second,
  medium: 5 * minute,
  low: 5 * minute,
  none: 5 * minute,
};
