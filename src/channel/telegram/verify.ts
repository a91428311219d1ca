import { createHash, timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '../../app/http-ports.ts';

/** The header in which Telegram repeats the secret that `setWebhook` gave it. */
export const secretHeader = 'x-telegram-bot-api-secret-token';

/** Whether the request carries our secret; in constant time, whatever its length. */
export function isFromTelegram({ headers }: Pick<HttpRequest, 'headers'>, secret: string): boolean {
  const given = headers[secretHeader];
  return given !== undefined && timingSafeEqual(digest(given), digest(secret));
}

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
