/** Every number of the staff accounts. */

/** A session ends this long after its last use: a night shift lasts no longer. */
export const sessionIdleSeconds = 12 * 60 * 60;
/** A session in use is prolonged at most this often, so that reading seldom writes. */
export const sessionRenewSeconds = 60 * 60;
/** However busy, a session ends this long after its sign-in. */
export const sessionLongestMs = 24 * 60 * 60 * 1000;

/**
 * Argon2id, OWASP Password Storage Cheat Sheet, "minimum configuration of 19 MiB of memory, an iteration count of 2,
 * and 1 degree of parallelism": the choice with the least memory, for a small server.
 */
export const argon2 = {
  memoryKiB: 19 * 1024,
  passes: 2,
  parallelism: 1,
  tagBytes: 32,
  saltBytes: 16,
} as const;

/** Only the owner of the process reads the file. */
export const databaseFileMode = 0o600;
/** How long a write waits for another process (a command that makes an account). */
export const busyTimeoutMs = 5000;
/** The library signs cookies with this secret; it wants at least as many characters. */
export const shortestSecret = 32;
