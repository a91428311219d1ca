const second = 1000;
const minute = 60 * second;

/** What the Zalo Bot Platform allows and how long we wait (channels.md §2). Times in milliseconds. */
export const botLimits = {
  textCharacters: 2000,
  requestTimeout: 10 * second,
  /** An answer is read up to so many bytes. */
  replyBytes: 64 * 1024,
  eventBytes: 64 * 1024,
  /** After telling Zalo where to post failed; doubled up to the second. */
  setUpRetry: 5 * second,
  setUpRetryMost: 30 * minute,
  /** A code that links a chat with a member of staff. */
  code: 15 * minute,
  /** Letters and digits that cannot be taken for one another; ten of them are 49 bits. */
  codeAlphabet: 'abcdefghjkmnpqrstuvwxyz23456789',
  codeLength: 10,
} as const;
