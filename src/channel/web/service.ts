import type { HttpReply, HttpRequest } from '../../app/http-ports.ts';
import type { PersonDoor } from '../../app/person-door.ts';
import { refusal } from './errors.ts';
import { webLimits } from './limits.ts';
import type { OriginRule } from './origin.ts';
import type { TaskOffice } from './proof-of-work.ts';
import { type Rate, rateOf } from './rate.ts';
import type { Streams } from './stream.ts';

/** What every call of the protocol needs. */
export interface Service {
  readonly door: PersonDoor;
  readonly origins: OriginRule;
  readonly streams: Streams;
  readonly rates: Rates;
  readonly tasks: TaskOffice;
  readonly newId: () => string;
}

export type Call = (service: Service, request: HttpRequest) => Promise<HttpReply>;

/** New conversations per caller; everything else per conversation. */
export interface Rates {
  readonly starts: Rate;
  readonly posts: Rate;
  readonly polls: Rate;
  readonly connects: Rate;
}

export const ratesOf = (startsPerMinute: number, now: () => number): Rates => ({
  starts: rateOf({ burst: startsPerMinute, perMs: 60_000 }, now),
  posts: rateOf(webLimits.posts, now),
  polls: rateOf(webLimits.polls, now),
  connects: rateOf(webLimits.connects, now),
});

/** Who calls, proven by the token. */
export interface Bearer {
  readonly status: 'known';
  readonly conversation: string;
  readonly token: string;
}

type Refused = { readonly status: 'refused'; readonly reply: HttpReply };

/** The bearer of the request's token; for a path with a conversation, of that conversation. */
export async function bearerOf({ door }: Service, request: HttpRequest): Promise<Bearer | Refused> {
  const token = /^Bearer +([\w.~+/=-]{1,512})$/iu.exec(request.headers['authorization'] ?? '')?.[1];
  if (token === undefined) return refused(refusal('unauthorized'));
  const bearer = await door.whose(token);
  if (bearer === 'expired') return refused(refusal('tokenExpired'));
  if (bearer === null) return refused(refusal('unauthorized'));
  const { id } = request.params;
  if (id !== undefined && id !== bearer.conversation) return refused(refusal('otherConversation'));
  return { status: 'known', conversation: bearer.conversation, token };
}

/** Null when the call may go on. */
export function tooMany(rate: Rate, key: string): HttpReply | null {
  const seconds = rate(key);
  return seconds === 0 ? null : refusal('tooMany', { retryAfter: seconds });
}

/** Null for a watermark that is not ours; missing or empty means from the start. */
export function positionOf(watermark: string | undefined): number | null {
  if (watermark === undefined || watermark === '') return 0;
  const position = /^\d{1,16}$/u.test(watermark) ? Number(watermark) : null;
  return Number.isSafeInteger(position) ? position : null;
}

export const json = (status: number, body: object): HttpReply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});

export const badWatermark = (): HttpReply =>
  refusal('badArgument', { message: 'The watermark is not one of ours.' });

const refused = (reply: HttpReply): Refused => ({ status: 'refused', reply });
