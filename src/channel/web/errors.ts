import type { HttpReply } from '../../app/http-ports.ts';

/**
 * The errors of Direct Line 3.0 (channels.md §5) and of HTTP below it, in the protocol's form
 * `{error:{code,message}}`. Messages are for whoever builds a client.
 */
const errors = {
  badArgument: [400, 'BadArgument', 'The request is not what it should be.'],
  unauthorized: [401, 'Unauthorized', 'The authorization header is missing, or its token is not known.'],
  tokenExpired: [403, 'TokenExpired', 'The token has expired.'],
  otherConversation: [403, 'Forbidden', 'The token does not belong to this conversation.'],
  workMissing: [403, 'WorkMissing', 'The task was not solved, is too old, or was used before.'],
  returnRefused: [403, 'ReturnRefused', 'Code and word do not belong together.'],
  originRefused: [403, 'OriginNotAllowed', 'Pages of this origin may not use this service.'],
  notFound: [404, 'NotFound', 'There is nothing at this address.'],
  noConversation: [404, 'ConversationNotFound', 'There is no such conversation.'],
  methodNotAllowed: [405, 'MethodNotAllowed', 'This address does not take this method.'],
  tooLarge: [413, 'PayloadTooLarge', 'The message is too large.'],
  wrongType: [415, 'UnsupportedMediaType', 'The content type is not one of those taken here.'],
  upgradeRequired: [426, 'UpgradeRequired', 'This address is a WebSocket.'],
  tooMany: [429, 'TooManyRequests', 'Too many requests. Wait as long as the Retry-After header says.'],
  fault: [500, 'ServerError', 'The request failed through no fault of yours.'],
  unavailable: [503, 'ServiceUnavailable', 'The message could not be kept safely. Send it again.'],
} as const satisfies Record<string, readonly [status: number, code: string, message: string]>;

export type ErrorName = keyof typeof errors;

/** An error as an answer. `message` says more than the table where that helps. */
export function refusal(
  name: ErrorName,
  more: { message?: string; retryAfter?: number; extra?: object } = {},
): HttpReply {
  const [status, code, message] = errors[name];
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(more.retryAfter === undefined ? {} : { 'retry-after': String(more.retryAfter) }),
    },
    body: JSON.stringify({ error: { code, message: more.message ?? message }, ...more.extra }),
  };
}

const byStatus: Readonly<Record<number, ErrorName>> = {
  400: 'badArgument',
  404: 'notFound',
  405: 'methodNotAllowed',
  413: 'tooLarge',
  415: 'wrongType',
  426: 'upgradeRequired',
};

/** The error for a refusal that HTTP itself gave. */
export const refusalOfStatus = (status: number): HttpReply =>
  refusal(byStatus[status] ?? (status < 500 ? 'badArgument' : 'fault'));
