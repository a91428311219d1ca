import type { RiskLevel } from '../risk/level.ts';
import type { PageTarget } from './effect.ts';
import type { TimerKind } from './turn-event.ts';

const second = 1000;
const minute = 60 * second;

/** The two columns of the times table (safety-content §1): a staffed room, and somebody on call, asleep. */
export type Column = 'room' | 'oncall';

/** One clock of safety-content §1: when it rings, whom it pages, whether the person is told that nobody has come yet. */
export interface AcceptClock {
  readonly timer: TimerKind;
  readonly afterMs: number;
  /** Null: only the person is told. */
  readonly page: PageTarget | null;
  readonly tellsPerson: boolean;
}

/** "Accept" means claim. At `medium` and below nobody is woken: the line stands on the morning list (§1). */
export const acceptClocks: Record<Column, Record<RiskLevel, readonly AcceptClock[]>> = {
  room: {
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
  },
  oncall: {
    imminent: [
      { timer: 'accept.60', afterMs: 60 * second, page: null, tellsPerson: true },
      { timer: 'accept.180', afterMs: 180 * second, page: 'supervisor', tellsPerson: false },
      { timer: 'accept.360', afterMs: 6 * minute, page: 'head', tellsPerson: false },
    ],
    high: [
      { timer: 'accept.300', afterMs: 300 * second, page: null, tellsPerson: true },
      { timer: 'accept.600', afterMs: 10 * minute, page: 'second', tellsPerson: false },
    ],
    medium: [],
    low: [],
    none: [],
  },
};

/** Whom a line calls the moment it appears, is given back or rises (§1: "offer to all at once", "page first and second"). */
export const calledAtOnce: Record<Column, Record<RiskLevel, readonly PageTarget[]>> = {
  room: { imminent: ['room'], high: ['room'], medium: ['room'], low: ['room'], none: ['room'] },
  oncall: { imminent: ['first', 'second'], high: ['first'], medium: ['room'], low: ['room'], none: ['room'] },
};

/**
 * The clocks armed for a level: those of both columns, because people come on shift and go while a line waits. Which
 * column counts is asked when one rings.
 */
export const clocksArmed = (level: RiskLevel): readonly Pick<AcceptClock, 'timer' | 'afterMs'>[] =>
  [...acceptClocks.room[level], ...acceptClocks.oncall[level]].filter(
    ({ timer }, index, all) => all.findIndex((other) => other.timer === timer) === index,
  );

/** What a clock does in this column at this level; nothing when it belongs to the other one. */
export const clockOf = (timer: TimerKind, level: RiskLevel, column: Column): AcceptClock | undefined =>
  acceptClocks[column][level].find((clock) => clock.timer === timer);

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
