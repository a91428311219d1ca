/** Every number of the vault, with its unit. */
export const vaultLimits = {
  /** AES-256 and the hashing key, in bytes. */
  keyBytes: 32,
  /** The size of nonce for which GCM is defined without extra hashing (NIST SP 800-38D §5.2.1.1), in bytes. */
  nonceBytes: 12,
  tagBytes: 16,
  /** Sizes of sealed rows stand in clear, so short texts are all made alike: padded to this many bytes. */
  paddingBytes: 64,
  /** Beyond this size the padding is a sixteenth of it, so that long texts do not tell their length either. */
  paddingSteps: 1024,
  /** Keys kept open in memory; a key beyond them is read again. */
  openKeys: 4_096,
  /** Keys made or destroyed in one transaction. */
  batch: 256,
  /** How long to wait for another process's transaction, in ms. */
  busyMs: 2_000,
} as const;
