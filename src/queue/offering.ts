import type { RiskLevel } from '../risk/level.ts';
import { hasRoom } from './capacity.ts';
import { isKeptForOther, type StaffFacts, type WishedLine } from './wishes.ts';

/** A counsellor on shift, as far as it decides what she is offered. Times in milliseconds since 1970. */
export interface Taker {
  readonly id: string;
  readonly facts: StaffFacts;
  /** The levels of the talks that she holds. */
  readonly held: readonly RiskLevel[];
  /** Her quiet minutes after an imminent talk last until then; 0 when she has none. */
  readonly restsUntil: number;
}

/** A line that waits. */
export interface OfferedLine extends WishedLine {
  /** They may know the person. */
  readonly notFor: readonly string[];
}

/** Five quiet minutes after an imminent talk; she may end them. */
export const restMs = 5 * 60_000;
/** Somebody talks it over with her within so long (safety-content §1, "debrief ≤24 h"). */
export const debriefWithinMs = 24 * 60 * 60_000;

/** Why somebody on shift is not offered a line now. */
export type Hindrance = 'acquainted' | 'resting' | 'kept-for-wish';

/** What keeps `me` from this line; null when she may be offered it. Room is asked apart (`hasRoom`). */
export function hindranceOf(
  line: OfferedLine,
  me: Taker,
  there: readonly Taker[],
  now: number,
): Hindrance | null {
  if (line.notFor.includes(me.id)) return 'acquainted';
  const others = there.filter(({ id }) => id !== me.id && !line.notFor.includes(id));
  if (isResting(me, now) && !needsEverybody(line, others, now)) return 'resting';
  const facts = others.map((other) => other.facts);
  return isKeptForOther(line, me.facts, facts, now) ? 'kept-for-wish' : null;
}

export const isResting = ({ restsUntil }: Pick<Taker, 'restsUntil'>, now: number): boolean =>
  now < restsUntil;

/** An imminent line that nobody else could take: then quiet minutes do not count. */
const needsEverybody = ({ level }: OfferedLine, others: readonly Taker[], now: number): boolean =>
  level === 'imminent' && !others.some((other) => !isResting(other, now) && hasRoom(other.held));
