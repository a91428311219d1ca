/** Every number of the console's server side. Times in milliseconds unless the name says otherwise, sizes in bytes. */
export const consoleLimits = {
  /** Largest body of a request. */
  body: 64 * 1024,
  /** Largest frame from a console: an order of one line. */
  frame: 4 * 1024,

  /** At most five batches of frames a second and line: faster than eyes, slower than a burst. */
  frameEvery: 200,
  /** Nothing more is sent while this much waits for the peer: what comes next replaces what is queued. */
  backlog: 256 * 1024,
  /** A peer that takes nothing for this long is dropped; its console connects again. */
  backlogFor: 20_000,
  /** The line is pinged, and its session looked at, this often. */
  watchEvery: 10_000,
  /** A line from which nothing came for this long, not even a pong, is dead. */
  silentFor: 25_000,

  /** Tries are counted within this window. */
  triesWindow: 15 * 60 * 1000,
  /** Sign-ins under one name by one caller. */
  triesPerNameAndCaller: 10,
  /** Sign-ins and invitations by one caller: a whole centre may sit behind one address. */
  triesPerCaller: 60,
  /** Sign-ins under one name by all callers together. High, so that it stops a guesser with many addresses and hardly ever a colleague. */
  triesPerName: 200,
  /** Counters kept at once; beyond it the oldest go. */
  triesKept: 20_000,
} as const;
