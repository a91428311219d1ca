/** Every number of the learned classifier, in one place. */
export const classifierLimits = {
  /** Buckets of the two level outputs and of the category outputs; powers of two. */
  levelBuckets: 262_144,
  categoryBuckets: 65_536,
  /** Words of one scored window, and how far the next one starts. */
  windowWords: 60,
  windowStep: 30,
  /** Letters of the shortest and longest run inside a word. */
  shortestRun: 2,
  longestRun: 5,
  /** Places between two concepts that still make a pair, and how many pairs and looks back one concept gets. */
  pairReach: 8,
  pairs: 6,
  pairsTried: 24,
  /** Places between two fields of life that still make a pair, and at which they touch. */
  senseReach: 7,
  senseTouch: 2,
  /** How many words a rule's sign weighs. */
  signWeight: 3,
  /** A concept that more triggers than this use says nothing about a category (`self`, `kin`). */
  conceptTriggers: 4,
  /** Calibrated probability from which a category is named beside the gravest one. */
  categoryNamed: 0.35,
} as const;
