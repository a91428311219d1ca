import type { IncomingHttpHeaders } from 'node:http';

/**
 * True when the request was made by a page of our own. Browsers send `Origin` with every POST and every WebSocket, and
 * no page can forge it; a request without one is not from a console.
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, publicUrl: string | null): boolean {
  const { origin, host } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const asked = new URL(origin);
  if (publicUrl !== null) return asked.origin === new URL(publicUrl).origin;
  return asked.host === host;
}
