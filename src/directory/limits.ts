const day = 24 * 60 * 60_000;

/** Times and counts of the register (safety-content §7). Milliseconds unless the name says otherwise. */
export const limits = {
  /** A test call older than this warns staff. */
  testStaleAfter: 30 * day,
  /** Older than this, or never tested, a number is hidden from the public. */
  testHiddenAfter: 90 * day,
  /** Hours in Viet Nam between which a line must be known to answer at night. */
  nightFromHour: 22,
  nightToHour: 6,
  /** At most so many numbers beside police and ambulance in a waiting line: it must be read at a glance. */
  numbersInLine: 2,
  /** Opening hours are looked for so far ahead; beyond that nobody knows. */
  openingAheadDays: 14,
  /** How long talks are kept, in days after the last message (low, medium) or after closing (high): bounds of §9.1. */
  keptDays: {
    low: { least: 1, most: 7 },
    medium: { least: 3, most: 30 },
    high: { least: 7, most: 90 },
  },
} as const;
