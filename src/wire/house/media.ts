import * as z from 'zod/mini';
import { longestReason } from '../console.ts';
import type { CallTable } from './calls.ts';

const id = z.string().check(z.minLength(1), z.maxLength(64));

/** What may be opened: a voice note by whoever holds the talk, a picture with a reason (safety-content §4.1). */
export const mediaCalls = {
  'media/open': {
    roles: ['counsellor', 'supervisor', 'administrator'],
    body: z.object({
      conversation: id,
      message: id,
      /** Kept in the audit; pictures need one. */
      reason: z.string().check(z.trim(), z.maxLength(longestReason)),
    }),
    /** `type` is one of a short list that a browser shows and that runs nothing. */
    reply: z.object({ kind: z.enum(['voice', 'picture']), type: z.string(), base64: z.string() }),
  },
} as const satisfies CallTable;
