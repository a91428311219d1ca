/** The numbers of the Activity endpoint. */
export const activityLimits = {
  /** Longest identifier taken, in UTF-16 units. */
  id: 1024,
  /** A service that does not answer within this time is tried again. */
  requestMs: 20_000,
} as const;
