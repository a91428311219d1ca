import type { HttpReply, HttpRequest } from '../../app/http-ports.ts';
import { refusal } from './errors.ts';
import { webLimits } from './limits.ts';

/*
 * Who may call: pages of our own origin, programs that are not browsers (no Origin header), and pages of the listed
 * origins, with the CORS headers that their browsers ask for.
 */

export interface OriginRule {
  readonly publicUrl: string | null;
  /** Origins as browsers write them (`https://help.example.vn`), without a path. */
  readonly allowedOrigins: readonly string[];
}

type Headers = HttpRequest['headers'];

export function isAdmitted(rule: OriginRule, headers: Headers): boolean {
  const { origin } = headers;
  return origin === undefined || isOwn(rule, headers) || rule.allowedOrigins.includes(origin);
}

/** The headers that let a listed page read the answer. */
export function corsHeaders(rule: OriginRule, { origin }: Headers): Record<string, string> {
  if (origin === undefined || !rule.allowedOrigins.includes(origin)) return { vary: 'Origin' };
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'Retry-After',
  };
}

/** The answer to `OPTIONS`. `x-requested-with` and `x-ms-bot-agent` are sent by Microsoft's client. */
export function preflight(rule: OriginRule, headers: Headers): HttpReply {
  if (!isAdmitted(rule, headers)) return refusal('originRefused');
  return {
    status: 204,
    headers: {
      ...corsHeaders(rule, headers),
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': 'authorization, content-type, x-ms-bot-agent, x-requested-with',
      'access-control-max-age': String(webLimits.preflightSeconds),
    },
  };
}

/**
 * Where this client reaches our sockets. A page of our own tells by its origin; otherwise the public address counts,
 * because a proxy in front may write its own name into `Host`.
 */
export function socketBase(rule: OriginRule, headers: Headers): string {
  const own = headers['origin'];
  const base =
    own !== undefined && isHosts(own, headers) ? own : (rule.publicUrl ?? `http://${headers['host'] ?? ''}`);
  const { protocol, host } = new URL(base);
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`;
}

function isOwn(rule: OriginRule, headers: Headers): boolean {
  const { origin } = headers;
  if (origin === undefined) return false;
  return isHosts(origin, headers) || (rule.publicUrl !== null && new URL(rule.publicUrl).origin === origin);
}

function isHosts(origin: string, { host }: Headers): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : null;
  return url !== null && url.host !== '' && url.host === host?.toLowerCase();
}
