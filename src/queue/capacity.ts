import type { RiskLevel } from '../risk/level.ts';

/** Two conversations at once; one while holding an imminent one (the clinical lead signs these). */
export const capacity = { usual: 2, withImminent: 1 } as const;

/** How many conversations a counsellor may hold, given the levels of those that she holds now. */
export const capacityOf = (held: readonly RiskLevel[]): number =>
  held.includes('imminent') ? capacity.withImminent : capacity.usual;

/**
 * Whether a counsellor who holds conversations of these levels has room for one more. An imminent one may be
 * taken beside one other: it then fills her.
 */
export const hasRoom = (held: readonly RiskLevel[]): boolean => held.length < capacityOf(held);
