import type { ButtonValue } from '../../wire/chat.ts';
import type { Activity, ActivitySet } from './activity.ts';
import { readSet } from './activity.ts';
import { limits } from './limits.ts';
import { byteLength } from './parting.ts';
import type { Task } from './proof-of-work.ts';

/** `gone`: no such conversation or token any more. `later`: try again. `refused`: never repeat it. */
export type Reply<Value> =
  | { readonly status: 'ok'; readonly value: Value }
  | { readonly status: 'gone' }
  | { readonly status: 'refused' }
  | { readonly status: 'later'; readonly afterMs: number | null; readonly notices?: readonly Activity[] };

interface Grant {
  readonly token: string;
  readonly conversation: string;
  readonly streamUrl: string | null;
}

export interface Draft {
  readonly clientId: string;
  readonly text: string;
  readonly value: ButtonValue | null;
}

const root = '/v3/directline';
const me = { id: 'me', role: 'user' };

export const startConversation = async (): Promise<Reply<Grant>> =>
  asGrant(await call('POST', '/conversations', null, { locale: document.documentElement.lang }));

export const refreshToken = async (token: string): Promise<Reply<Grant>> =>
  asGrant(await call('POST', '/tokens/refresh', token, {}));

export const reconnect = async (
  grant: Pick<Grant, 'token' | 'conversation'>,
  watermark: string,
): Promise<Reply<Grant>> =>
  asGrant(await call('GET', `${of(grant)}?watermark=${encodeURIComponent(watermark)}`, grant.token));

export async function readActivities(
  grant: Pick<Grant, 'token' | 'conversation'>,
  watermark: string,
): Promise<Reply<ActivitySet>> {
  const reply = await call(
    'GET',
    `${of(grant)}/activities?watermark=${encodeURIComponent(watermark)}`,
    grant.token,
  );
  return reply.status === 'ok' ? { status: 'ok', value: readSet(reply.value) } : reply;
}

/** The same `clientId` at every try: the server recognises a repeat. */
export function postDraft(
  grant: Pick<Grant, 'token' | 'conversation'>,
  draft: Draft,
): Promise<Reply<unknown>> {
  return call('POST', `${of(grant)}/activities`, grant.token, {
    type: 'message',
    from: me,
    text: draft.text,
    ...(draft.value === null ? {} : { value: draft.value }),
    // What was pressed rides along: it comes back with the echo, from which `value` is missing.
    channelData: {
      clientActivityID: draft.clientId,
      ...(draft.value === null ? {} : { press: { label: draft.text, value: draft.value } }),
    },
  });
}

/** A code by which she comes back to this conversation. */
export async function getReturnCode(
  grant: Pick<Grant, 'token' | 'conversation'>,
  word: string,
): Promise<Reply<string>> {
  const reply = await call('POST', `${of(grant)}/return`, grant.token, { word });
  if (reply.status !== 'ok') return reply;
  const { code } = reply.value as Record<string, unknown>;
  return typeof code === 'string' ? { status: 'ok', value: code } : { status: 'later', afterMs: null };
}

/** Work to be done before a try to come back. */
export async function getTask(): Promise<Reply<Task>> {
  const reply = await call('POST', '/return/task', null, {});
  if (reply.status !== 'ok') return reply;
  const { task, bits } = reply.value as Record<string, unknown>;
  return typeof task === 'string' && typeof bits === 'number'
    ? { status: 'ok', value: { task, bits } }
    : { status: 'later', afterMs: null };
}

/** The conversation behind code and word, and from where its stream goes on. */
export async function comeBack(
  tried: Readonly<Record<'code' | 'word' | 'task' | 'answer', string>>,
): Promise<Reply<Grant & { readonly watermark: string }>> {
  const reply = await call('POST', '/return', null, tried);
  const grant = asGrant(reply);
  if (grant.status !== 'ok' || reply.status !== 'ok') return grant as Exclude<Reply<never>, { status: 'ok' }>;
  const { watermark } = reply.value as Record<string, unknown>;
  return {
    status: 'ok',
    value: { ...grant.value, watermark: typeof watermark === 'string' ? watermark : '' },
  };
}

/** Leaving: the token ends. The request outlives the page; nobody waits for its answer. */
export function postLeave(grant: Pick<Grant, 'token' | 'conversation'>): void {
  void call('POST', `${of(grant)}/activities`, grant.token, { type: 'endOfConversation', from: me });
}

const of = (grant: Pick<Grant, 'conversation'>): string =>
  `/conversations/${encodeURIComponent(grant.conversation)}`;

async function call(
  method: 'GET' | 'POST',
  path: string,
  token: string | null,
  body?: object,
): Promise<Reply<unknown>> {
  const text = body === undefined ? null : JSON.stringify(body);
  const small = text !== null && byteLength(text) <= limits.keepaliveBytes;
  const cancel = new AbortController();
  const timer = setTimeout(
    () => cancel.abort(),
    small || text === null ? limits.callTimeout : limits.postTimeout,
  );
  try {
    const answer = await fetch(root + path, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(text === null ? {} : { 'content-type': 'application/json' }),
      },
      ...(text === null ? {} : { body: text }),
      cache: 'no-store',
      credentials: 'omit',
      keepalive: small,
      signal: cancel.signal,
    });
    return await read(answer);
  } catch {
    return { status: 'later', afterMs: null };
  } finally {
    clearTimeout(timer);
  }
}

async function read(answer: Response): Promise<Reply<unknown>> {
  if (answer.ok)
    return { status: 'ok', value: answer.status === 204 ? {} : ((await answer.json()) as unknown) };
  if (answer.status === 401 || answer.status === 403 || answer.status === 404) return { status: 'gone' };
  if (answer.status < 500 && answer.status !== 408 && answer.status !== 429) return { status: 'refused' };
  const seconds = Number(answer.headers.get('retry-after') ?? '');
  return {
    status: 'later',
    afterMs: seconds > 0 ? seconds * 1000 : null,
    notices: await readNotices(answer),
  };
}

/** A message that could not be stored is answered with a safety notice beside the error. */
async function readNotices(answer: Response): Promise<readonly Activity[]> {
  return readSet(await answer.json().catch(() => null)).activities;
}

function asGrant(reply: Reply<unknown>): Reply<Grant> {
  if (reply.status !== 'ok') return reply;
  const { token, conversationId, streamUrl } = reply.value as Record<string, unknown>;
  if (typeof token !== 'string' || typeof conversationId !== 'string')
    return { status: 'later', afterMs: null };
  return {
    status: 'ok',
    value: {
      token,
      conversation: conversationId,
      streamUrl: typeof streamUrl === 'string' ? streamUrl : null,
    },
  };
}
