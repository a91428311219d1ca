import * as z from 'zod/mini';
import type { ZaloAddress } from './address.ts';
import { zaloLimits } from './limits.ts';
import type { ZaloMessage } from './render.ts';
import { type Answer, type GivenPair, readReply, readTokenReply } from './reply.ts';

/** Where Zalo stands. Zalo has no sandbox: tests and the demo put a local one in its place (channels.md §1.1). */
export interface ZaloHosts {
  readonly api: string;
  readonly oauth: string;
}

export const zaloHosts: ZaloHosts = { api: 'https://openapi.zalo.me', oauth: 'https://oauth.zaloapp.com' };

/** What identifies our app to OAuth. */
export interface ZaloApp {
  readonly appId: string;
  readonly appSecret: string;
}

/** The account behind a token, as far as we ask. */
export interface ZaloAccount {
  readonly id: string;
  /** When the package that the account has paid for ends, in Zalo's words; null where it does not say. */
  readonly packageUntil: string | null;
}

/**
 * The calls to Zalo that we make, and no others: never those that return names, avatars or telephone numbers. Each is
 * one request with a time limit; nothing is repeated here.
 */
export interface ZaloClient {
  /** One message to a user or an anonymous visitor; its id at Zalo. */
  send(access: string, to: ZaloAddress, message: ZaloMessage): Promise<Answer<string>>;
  account(access: string): Promise<Answer<ZaloAccount>>;
  /** Has Zalo delete what the account holds about a user. */
  forgetFollower(access: string, user: string): Promise<Answer<null>>;
}

/** The two grants of OAuth. */
export interface ZaloOAuth {
  byCode(code: string, verifier: string): Promise<Answer<GivenPair>>;
  byRefresh(refresh: string): Promise<Answer<GivenPair>>;
}

const sent = z.object({ message_id: z.union([z.string(), z.number()]) });
const account = z.object({
  oaid: z.union([z.string(), z.number()]),
  package_valid_through_date: z.nullish(z.string()),
});

export function zaloClient({ api }: ZaloHosts, transport: Transport = overHttp): ZaloClient {
  const headers = (access: string) => ({ access_token: access, 'content-type': 'application/json' });
  const post = (path: string, access: string, body: object) =>
    ask(transport, new URL(path, api), {
      method: 'POST',
      headers: headers(access),
      body: JSON.stringify(body),
    });
  return {
    async send(access, to, message) {
      const answer = await (to.kind === 'user'
        ? post('/v3.0/oa/message/cs', access, { recipient: { user_id: to.user }, message })
        : post('/v2.0/oa/message', access, {
            recipient: { anonymous_id: to.anonymous, conversation_id: to.conversation },
            message,
          }));
      return mapped(readAnswer(answer, sent), ({ message_id: id }) => String(id));
    },
    async account(access) {
      const url = new URL('/v2.0/oa/getoa', api);
      const answer = await ask(transport, url, { method: 'GET', headers: headers(access) });
      return mapped(readAnswer(answer, account), ({ oaid, package_valid_through_date: until }) => ({
        id: String(oaid),
        packageUntil: until ?? null,
      }));
    },
    async forgetFollower(access, user) {
      const answer = await post('/v2.0/oa/deletefollowerinfo', access, { user_id: user });
      return mapped(readAnswer(answer, z.unknown()), () => null);
    },
  };
}

export function zaloOAuth(
  { oauth }: ZaloHosts,
  { appId, appSecret }: ZaloApp,
  transport: Transport = overHttp,
): ZaloOAuth {
  const grant = async (fields: Readonly<Record<string, string>>): Promise<Answer<GivenPair>> => {
    const answer = await ask(transport, new URL('/v4/oa/access_token', oauth), {
      method: 'POST',
      headers: { secret_key: appSecret, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...fields, app_id: appId }).toString(),
    });
    return answer.status === 'silent' ? answer : readTokenReply(answer.value.status, answer.value.body);
  };
  return {
    byCode: (code, verifier) => grant({ code, grant_type: 'authorization_code', code_verifier: verifier }),
    byRefresh: (refresh) => grant({ refresh_token: refresh, grant_type: 'refresh_token' }),
  };
}

/** One request and its answer; rejects when there is none. */
export type Transport = (
  url: URL,
  request: {
    readonly method: 'GET' | 'POST';
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  },
) => Promise<{ readonly status: number; readonly body: string }>;

/** Redirects are no answer: the tokens go to the hosts that were configured and nowhere else. */
export const overHttp: Transport = (url, request) => within(zaloLimits.requestTimeout, url, request);

/** The same with another patience, in milliseconds. */
export async function within(
  timeout: number,
  ...[url, request]: Parameters<Transport>
): ReturnType<Transport> {
  const signal = AbortSignal.timeout(timeout);
  const reply = await fetch(url, { ...request, redirect: 'error', signal });
  return { status: reply.status, body: await bodyOf(reply) };
}

type Raw =
  | { readonly status: 'done'; readonly value: { readonly status: number; readonly body: string } }
  | Extract<Answer<never>, { status: 'silent' }>;

async function ask(transport: Transport, ...[url, request]: Parameters<Transport>): Promise<Raw> {
  try {
    return { status: 'done', value: await transport(url, request) };
  } catch (fault) {
    return { status: 'silent', why: whyOf(fault) };
  }
}

async function bodyOf(reply: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = reply.body as AsyncIterable<Uint8Array> | null;
  for await (const part of stream ?? []) {
    size += part.length;
    if (size > zaloLimits.replyBytes) return '';
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Faults from before a byte of the request left this machine: Zalo has not heard of it. */
const beforeSending: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function whyOf(fault: unknown): Extract<Answer<never>, { status: 'silent' }>['why'] {
  if (fault instanceof DOMException && fault.name === 'TimeoutError') return 'time-out';
  const cause: unknown = fault instanceof Error ? fault.cause : null;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return beforeSending.has(code) ? 'unreached' : 'network';
}

const readAnswer = <Value>(answer: Raw, data: z.ZodMiniType<Value>): Answer<Value> =>
  answer.status === 'silent' ? answer : readReply(answer.value.status, answer.value.body, data);

const mapped = <From, To>(answer: Answer<From>, map: (value: From) => To): Answer<To> =>
  answer.status === 'done' ? { status: 'done', value: map(answer.value) } : answer;
