/** What is the same for every channel that vendors post to. Sizes in bytes. */
export const channelLimits = {
  /** An event with a text of the vendors' longest (4,096 characters) and all that surrounds it stays far below. */
  webhookBody: 512 * 1024,
} as const;
