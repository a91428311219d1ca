/** Every number of the learned classifier, in one place. */
export const classifierLimits = {
  /** Buckets of the two linear level outputs; a power of two. */
  levelBuckets: 524_288,
  /** Training lines that hold a piece before the nets know it. */
  knownFrom: 4,
  /**
   * How many nets are averaged; numbers of a word's vector, recurrent units of each direction whose strongest states count,
   * hidden units.
   */
  nets: 2,
  netWidth: 64,
  netUnits: 64,
  netHidden: 96,
  /** How much the average of the nets counts beside the linear sum. */
  netsWeight: 1.8,
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
  /** The same for one that a rule named too: then it says what the danger is. */
  categoryRuled: 0.15,
  /** Calibrated probability from which a concept of a category agrees that a message is imminent. */
  categoryPossible: 0.1,
  /** Words of a statement that tells nothing but itself: confinement without a word of time is then high at most. */
  bareStatement: 8,
  /** Words of the shortest message in which the model may doubt what rules ring (`doubt.ts`). */
  doubtedFrom: 4,
  /** How likely it must be that a message is high when its marks are taken off, for it to be imminent with them. */
  highWithoutMarks: 0.4,
} as const;
