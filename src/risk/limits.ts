/** Every number of the word judgement, in one place. Places are words, with extra ones at punctuation (`text/tokens.ts`). */
export const limits = {
  /** Default window of an order-free rule, first to last place. */
  reach: 7,
  /** Default gap between neighbours of an ordered rule. */
  gap: 3,
  /** How far from a match a time word still speaks about it. */
  timeReach: 10,
  /** A plain negation stands right before what it negates. */
  negationReach: 2,
  /** Words of the longest denial (`chưa bao giờ`), which ends right before what it denies. */
  denialWords: 4,
  /** Words of the longest message that can take an earlier one back. */
  retractionWords: 12,
  /** Matches of one rule that are kept as evidence; more add nothing for a reader. */
  matchesPerRule: 2,
  /** Next hits tried for each element of an ordered rule. */
  nextTried: 4,
  /** Longest quote kept, in UTF-16 units. */
  quoteLength: 240,
  /** UTF-16 units of her last words that are judged together with the next ones. */
  heardLength: 400,
  /** Guards reported in one assessment. */
  guardsReported: 8,
  /** Longest text given to a second opinion, in UTF-16 units: the beginning. */
  opinionText: 2000,
  /** Syllables of the longest phrase in a lexicon. */
  phraseLength: 8,
  /** Slots with which a table of pairs begins; a power of two. */
  pairSlots: 1024,
} as const;
