/** One console window as last heard. Times in milliseconds since 1970. */
export interface ConsoleHeard {
  readonly staff: string;
  readonly heardAt: number;
  readonly soundAllowed: boolean;
  /** The conversation open on its screen while the window is visible. */
  readonly watching: string | null;
}

/** A console unheard for longer does not count as there (safety-content §1 rule 7). */
export const heardWithinMs = 30_000;

/**
 * On shift means: signed in, on shift, and a console heard from in the last 30 s that passed its sound test and may
 * make sound (safety-content §1 rule 7).
 */
export function isOnShift(
  staff: string,
  shiftSince: number | null,
  consoles: readonly ConsoleHeard[],
  now: number,
): boolean {
  if (shiftSince === null) return false;
  return consoles.some(
    (line) => line.staff === staff && line.soundAllowed && now - line.heardAt <= heardWithinMs,
  );
}
