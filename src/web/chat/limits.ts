/** The page's numbers in one place. Times in milliseconds. */
export const limits = {
  /** Idle or out of sight for this long: the blank curtain (safety-content §3.4). */
  curtainAfter: 3 * 60_000,
  /** A token older than this is exchanged before it is used (tokens live 12 h). */
  refreshAfter: 30 * 60_000,
  /** Shift three times, at most this long between two presses (GOV.UK's component). */
  shiftPause: 5_000,
  /** A call that has not answered by then is repeated; a slow link needs patience. */
  callTimeout: 20_000,
  /** A long text on a slow uplink. */
  postTimeout: 60_000,
  /** Waiting between tries of an unsent message. */
  retrySteps: [1_000, 2_000, 4_000, 8_000, 15_000, 30_000],
  /** An empty frame this often keeps the socket open through middle boxes (Direct Line: 20 s). */
  pingEvery: 20_000,
  /** Silence on the socket for this long: ask by GET whether anything was missed. */
  checkEvery: 30_000,
  /** Polling, when sockets do not get through. */
  pollEvery: 2_000,
  /** Sockets that failed in a row before polling begins, and how long polling lasts before the next try. */
  socketTries: 2,
  pollingLasts: 60_000,
  /** Another tab took the socket over: this one polls for so long, instead of taking it back. */
  sharedPolling: 10 * 60_000,
  /** New answers take no tap for a moment: the second tap of a trembling hand was meant for the screen before. */
  settle: 350,
  /** A typing sign stands this long after the last one was heard. */
  typingStands: 4_000,
  /** The server takes 64 KiB of text in a message; longer ones are parted, nothing is cut. */
  textBytes: 60_000,
  /** A post this small outlives the page (`keepalive` allows 64 KiB in all). */
  keepaliveBytes: 2_000,
} as const;
