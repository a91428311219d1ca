import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';

/** What the signature is made with: the app's id and the OA secret key (not the app secret). */
export interface WebhookKey {
  readonly appId: string;
  readonly oaSecret: string;
}

/** An event that Zalo signed, as JSON that nobody has looked at yet. */
export type Verified =
  | { readonly status: 'signed'; readonly value: unknown }
  /** The signature is missing or another one. */
  | { readonly status: 'foreign' }
  /** No JSON object with a timestamp: nothing that could have been signed. */
  | { readonly status: 'garbage' };

const stamped = z.object({ timestamp: z.union([z.string(), z.number()]) });

/**
 * Whether Zalo sent these bytes: SHA-256 (not HMAC) over app id, body as received, its own timestamp as text and the
 * OA secret key (channels.md §1.8; zalo-java-sdk `MacUtils.java`).
 * No freshness window: Zalo delivers an event again for about two hours. Repeats are stopped by their name in the inbox.
 */
export function verifyWebhook(key: WebhookKey, body: Uint8Array, signature: string | undefined): Verified {
  const value = jsonOf(body);
  const read = stamped.safeParse(value);
  if (!read.success) return { status: 'garbage' };
  const expected = signatureOf(key, body, String(read.data.timestamp));
  return signature !== undefined && isSame(expected, macOf(signature))
    ? { status: 'signed', value }
    : { status: 'foreign' };
}

/** The signature of a body, lower-case hex without `mac=`. */
export const signatureOf = ({ appId, oaSecret }: WebhookKey, body: Uint8Array, timestamp: string): string =>
  createHash('sha256').update(appId).update(body).update(timestamp).update(oaSecret).digest('hex');

const macOf = (header: string): string => header.trim().replace(/^mac=/iu, '').toLowerCase();

/** In constant time: how much of a guess is right must not be measurable. */
function isSame(expected: string, given: string): boolean {
  const one = Buffer.from(expected, 'latin1');
  const other = Buffer.from(given, 'latin1');
  return one.length === other.length && timingSafeEqual(one, other);
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    return null;
  }
}
