import * as z from 'zod/mini';
import { classOf, type ErrorClass } from './errors.ts';

/** What a call to Zalo came to. */
export type Answer<Value> =
  | { readonly status: 'done'; readonly value: Value }
  /** Zalo said no: `code` as it gave it. Its message is dropped: it may repeat what was sent. */
  | { readonly status: 'refused'; readonly kind: ErrorClass; readonly code: number }
  /**
   * No answer that can be read: Zalo was never reached, the line broke, it took too long, or the answer is not what the
   * documentation shows. Only after `unreached` is it sure that Zalo did nothing.
   */
  | {
      readonly status: 'silent';
      readonly why: 'unreached' | 'time-out' | 'network' | 'http' | 'unreadable';
    };

const envelope = z.object({ error: z.number(), data: z.optional(z.unknown()) });

/** Zalo answers HTTP 200 also when it refuses: `error` decides (channels.md §1.3). */
export function readReply<Value>(status: number, body: string, data: z.ZodMiniType<Value>): Answer<Value> {
  if (status >= 500) return { status: 'silent', why: 'http' };
  const read = envelope.safeParse(jsonOf(body));
  if (!read.success) return { status: 'silent', why: status === 200 ? 'unreadable' : 'http' };
  if (read.data.error !== 0)
    return { status: 'refused', kind: classOf(read.data.error), code: read.data.error };
  const value = data.safeParse(read.data.data ?? {});
  return value.success ? { status: 'done', value: value.data } : { status: 'silent', why: 'unreadable' };
}

const seconds = z.pipe(
  z.union([z.string().check(z.regex(/^\d{1,9}$/u)), z.number()]),
  z.transform((value) => Number(value)),
);
const token = z.string().check(z.minLength(1));
const pair = z.object({ access_token: token, refresh_token: token, expires_in: z.optional(seconds) });
const oauthError = z.object({ error: z.number() });

/** A token pair as OAuth gives it. `lifeMs` is null where Zalo does not say how long it lives. */
export interface GivenPair {
  readonly access: string;
  readonly refresh: string;
  readonly lifeMs: number | null;
}

/** The OAuth calls answer without an envelope: a pair, or an error code (channels.md §1.2). */
export function readTokenReply(status: number, body: string): Answer<GivenPair> {
  const value = jsonOf(body);
  const given = pair.safeParse(value);
  if (given.success) {
    const { access_token: access, refresh_token: refresh, expires_in: life } = given.data;
    return { status: 'done', value: { access, refresh, lifeMs: life === undefined ? null : life * 1000 } };
  }
  const refused = oauthError.safeParse(value);
  if (refused.success && refused.data.error !== 0)
    return { status: 'refused', kind: classOf(refused.data.error), code: refused.data.error };
  return { status: 'silent', why: status === 200 ? 'unreadable' : 'http' };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
