/** Every number of the pager's adapters. Times in milliseconds unless the name says otherwise. */
export const pagerLimits = {
  /** A gateway or push service that has not answered by then counts as failed; the next try follows soon. */
  answerWithin: 5_000,
  /** Largest answer of a gateway that is read, in bytes. */
  answerBytes: 4_096,
  /** A push service keeps a notification so long for a browser that is away, in seconds: within the clocks. */
  pushLifeSeconds: 300,
  /** Web Push pads to this many bytes, so that the length says nothing. */
  pushBytes: 128,
} as const;
