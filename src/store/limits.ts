/** Every number of the store, with its unit. */
export const storeLimits = {
  /** Operations in one group commit: bounds how long the event loop stands still. */
  batch: 256,
  /** How long a writer waits for another process's transaction, in ms. */
  busyMs: 2_000,
  /** Handled inbox rows keep their dedupe key this long, in ms: vendors repeat an event for days, not weeks. */
  dedupeKeptMs: 8 * 24 * 60 * 60 * 1_000,
  /** An expired token is told from an unknown one this long, in ms: the client is answered TokenExpired. */
  expiredTokensKeptMs: 8 * 24 * 60 * 60 * 1_000,
  /** What became of pages and trials of the bell is known this long, in ms: half a year for the report. */
  pagesKeptMs: 190 * 24 * 60 * 60 * 1_000,
  /** Audit rows chained in one operation. */
  auditLink: 500,
  /** Connections to PostgreSQL: one writes, the others read. */
  postgresConnections: 8,
  /** PostgreSQL ends a transaction that has gone silent, so that its lock does not stay, in ms. */
  postgresIdleMs: 10_000,
} as const;
