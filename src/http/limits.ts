/** What the server bears, whoever asks. Limits of a protocol stand with its channel. Times in milliseconds, sizes in bytes. */
export const httpLimits = {
  /** A request that is not complete by then is dropped (slow senders on purpose). */
  requestTimeoutMs: 30_000,
  /** An idle connection is kept this long: a phone that polls reuses it. */
  keepAliveMs: 65_000,
  /** Open connections of all kinds, sockets among them. */
  connections: 10_000,
  /** Largest body of a plugin's route that names no limit of its own. */
  pluginBody: 128 * 1024,
  /** Largest frame a peer may send on a socket. Nobody sends more than a keep-alive or a short order. */
  socketFrame: 64 * 1024,
  /** A socket whose peer has not answered a ping by the next one is dead: a phone that slept or lost its network. */
  socketPingMs: 30_000,
  /** Path parameters: ids are short. */
  pathParameter: 128,
  /** How long sockets and running requests get to end when the server stops. */
  closeGraceMs: 2_000,
  /** The key that stands for callers' addresses lives this long, in memory only. */
  callerKeyMs: 60 * 60 * 1000,
  /** One year, for addresses that hold a hash of their content. */
  hashedAssetSeconds: 365 * 24 * 60 * 60,
  /** `Strict-Transport-Security`. */
  strictTransportSeconds: 365 * 24 * 60 * 60,
} as const;
