/** The console's own clocks and sizes, in milliseconds unless named otherwise. Rules: safety-content §1, §3.4. */
export const limits = {
  /** One tick drives beats, clocks, bells and reconnecting. */
  tickMs: 1000,
  /** "On shift" rests on a beat in the last 30 s (safety-content §1 rule 7). */
  beatEveryMs: 5000,
  /** Silence after which a line that has answered beats before counts as dead: two beats and some air. */
  silentLineMs: 12_000,
  /** A connection that is not open by then is given up. */
  dialMs: 10_000,
  /** Waiting before the first and the slowest attempt to connect again. */
  firstRetryMs: 500,
  slowestRetryMs: 8000,
  requestMs: 10_000,
  /** What a screen of the house has read is asked anew when it is older and the window comes to the front. */
  houseFreshMs: 30_000,
  muteMs: 60_000,
  /** How long the line may be down before the bell says so too. */
  lineBellAfterMs: 10_000,
  /** The count of characters left is shown from here. */
  nearlyFull: 200,
} as const;
