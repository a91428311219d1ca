import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 over `timestamp.body`, in hexadecimal: what the receiver checks. */
export const signBody = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

/** What makes an acknowledgement's address hold for one call alone. */
export const signCall = (secret: string, call: string): string =>
  createHmac('sha256', secret).update(`acknowledge ${call}`).digest('base64url');

export function isCallSignature(secret: string, call: string, given: string): boolean {
  const expected = Buffer.from(signCall(secret, call));
  const bytes = Buffer.from(given);
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}
