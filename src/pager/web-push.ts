import { isIP } from 'node:net';
import webpush from 'web-push';
import * as z from 'zod/mini';
import type { PagerOutcome, PagerWay } from '../app/pager-port.ts';
import { pagerLimits } from './limits.ts';
import { post } from './post.ts';

/** The server's own pair (VAPID, RFC 8292), base64url. */
export interface PushKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

export const makePushKeys = (): PushKeys => webpush.generateVAPIDKeys();

export interface PushOptions {
  readonly keys: PushKeys;
  /** Who runs this server, for the push service: an https or mailto address. */
  readonly subject: string;
  /** Where a subscription may lead; left out: only to push services on the open web. */
  readonly mayCall?: (endpoint: URL) => boolean;
}

const subscription = z.object({
  endpoint: z.url(),
  keys: z.object({ p256dh: z.string(), auth: z.string() }),
});

/**
 * Web Push: a notification in a browser whose console is closed. The payload is padding: the service worker shows its
 * own words whatever comes, so that a push service learns nothing but that something was sent.
 */
export const webPush = ({ keys, subject, mayCall = isPushService }: PushOptions): PagerWay => ({
  name: 'push',
  reaches: 'registered',
  wantsTelephone: false,
  async send({ address }) {
    const found = subscription.safeParse(parsed(address ?? ''));
    if (!found.success || !mayCall(new URL(found.data.endpoint))) return { status: 'gone' };
    const request = webpush.generateRequestDetails(found.data, Buffer.alloc(pagerLimits.pushBytes), {
      vapidDetails: { subject, ...keys },
      TTL: pagerLimits.pushLifeSeconds,
      urgency: 'high',
      contentEncoding: 'aes128gcm',
    });
    const { 'Content-Length': _, ...headers } = request.headers;
    return outcomeOf(await post(request.endpoint, asText(headers), request.body));
  },
});

/** 404 and 410: the browser has let go of the subscription (RFC 8030 §5.2). */
function outcomeOf(answered: Awaited<ReturnType<typeof post>>): PagerOutcome {
  if (answered === null) return { status: 'failed' };
  if (answered.status === 404 || answered.status === 410) return { status: 'gone' };
  return answered.status >= 200 && answered.status < 300 ? { status: 'sent' } : { status: 'failed' };
}

/** https on its usual port, by name: a subscription must not make this server call machines beside it. */
const isPushService = ({ protocol, hostname, port }: URL): boolean =>
  protocol === 'https:' &&
  port === '' &&
  hostname.includes('.') &&
  isIP(hostname.replace(/^\[|\]$/g, '')) === 0 &&
  !/\.(?:local|localhost|internal|lan|home\.arpa)$/.test(hostname);

const asText = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
