import * as z from 'zod/mini';
import type { HttpRoute } from '../app/http-ports.ts';
import type { PagerCall, PagerDoor, PagerOutcome, PagerWay } from '../app/pager-port.ts';
import { post } from './post.ts';
import { isCallSignature, signBody, signCall } from './sign.ts';

export interface WebhookOptions {
  /** `PAGER_URL`: the centre's SMS gateway, telephone exchange or whatever stands in front of them. */
  readonly url: string;
  /** `PAGER_SECRET`. */
  readonly secret: string;
  /** `PAGER_NUMBERS`: whether the telephone number of the member goes along. */
  readonly numbers: boolean;
  /** The server's address as the gateway reaches it; null: no address to acknowledge at is sent. */
  readonly publicUrl: string | null;
  readonly now: () => number;
}

/** The signed webhook (`README.md` has its protocol). Repeats carry the same `Idempotency-Key`. */
export function webhook(options: WebhookOptions): PagerWay {
  const { url, secret, numbers, now } = options;
  return {
    name: 'webhook',
    reaches: 'anybody',
    wantsTelephone: numbers,
    async send(call) {
      const timestamp = String(Math.floor(now() / 1000));
      const body = JSON.stringify(bodyOf(call, options));
      const headers = {
        'content-type': 'application/json',
        'idempotency-key': call.id,
        'hien-timestamp': timestamp,
        'hien-signature': `v1=${signBody(secret, timestamp, body)}`,
      };
      return outcomeOf(await post(url, headers, body));
    },
  };
}

function bodyOf(call: PagerCall, { secret, publicUrl, numbers }: WebhookOptions) {
  return {
    id: call.id,
    staff: call.staff,
    target: call.target,
    text: call.text,
    ...(numbers && call.telephone !== null ? { telephone: call.telephone } : {}),
    ...(publicUrl === null
      ? {}
      : { acknowledge: `${publicUrl}/pager/acknowledge/${call.id}/${signCall(secret, call.id)}` }),
  };
}

const answer = z.object({ acknowledged: z.literal(true) });

/** Any 2xx: the gateway took it. `{"acknowledged": true}`: she answered already. Everything else is tried again. */
function outcomeOf(answered: Awaited<ReturnType<typeof post>>): PagerOutcome {
  if (answered === null || answered.status < 200 || answered.status > 299) return { status: 'failed' };
  return answer.safeParse(parsed(answered.text)).success ? { status: 'acknowledged' } : { status: 'sent' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `POST /pager/acknowledge/<call>/<signature>`: the gateway heard her press a key, or answer. A repeat changes nothing. */
export const acknowledgeRoute = (secret: string, door: PagerDoor): HttpRoute => ({
  method: 'POST',
  path: '/pager/acknowledge/:call/:signature',
  bodyLimit: 4_096,
  async handle({ params: { call = '', signature = '' } }) {
    if (!isCallSignature(secret, call, signature)) return reply(403, 'signature');
    return (await door.acknowledged(call)) === 'done' ? reply(200, 'done') : reply(404, 'unknown');
  },
});

const reply = (status: number, outcome: string) => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ status: outcome }),
});
