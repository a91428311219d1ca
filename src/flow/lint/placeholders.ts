/** What a text may leave open; filled from the service register when it is sent (safety-content §4.1). */
export const placeholders = [
  'police',
  'ambulance',
  'fire',
  'child_line',
  'abroad',
  'centre',
  'page',
] as const;

/** Those of them that stand for a number somebody answers: such a text shows a hotline. */
export const hotlinePlaceholders: ReadonlySet<string> = new Set([
  'police',
  'ambulance',
  'fire',
  'child_line',
  'abroad',
]);
