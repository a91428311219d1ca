const second = 1000;

/** What Telegram allows and how long we wait (channels.md §3). Times in milliseconds unless named. */
export const telegramLimits = {
  /** `setWebhook.secret_token`. */
  secret: /^[\w-]{1,256}$/u,
  /** `deleteMessages`: ids in one call. */
  deleteAtOnce: 100,
  /** A label that surely stands on one line of a small phone; longer ones are written out in the text too. */
  labelCharacters: 28,
  /** One call. Nothing is repeated inside: the outbox decides that. */
  requestSeconds: 10,
  /** Long polling, for development. */
  pollSeconds: 25,
  pollRetry: second,
  /** Setting the webhook is tried until it works. */
  setUpRetry: 5 * second,
  setUpRetryMost: 300 * second,
  connections: 20,
} as const;
