import type { FastifyReply } from 'fastify';
import type { RefusalForm } from '../../app/http-ports.ts';
import type { ApiError, ApiErrorCode } from '../../wire/console.ts';

const statusOf: Record<ApiErrorCode, number> = {
  invalid: 400,
  'not-signed-in': 401,
  'wrong-sign-in': 401,
  'foreign-origin': 403,
  'not-found': 404,
  'name-taken': 409,
  'invitation-void': 410,
  'too-large': 413,
  'wrong-type': 415,
  'name-invalid': 422,
  'password-weak': 422,
  'too-many-tries': 429,
  unavailable: 503,
};

/** The one form in which a request is refused. */
export function refuse(reply: FastifyReply, code: ApiErrorCode): FastifyReply {
  return reply.code(statusOf[code]).send(form(code));
}

/** What the HTTP server itself says no to (status) in the words of this API. */
export function codeFor(status: number): ApiErrorCode {
  if (status === 404 || status === 405) return 'not-found';
  if (status === 413) return 'too-large';
  if (status === 415) return 'wrong-type';
  return status >= 400 && status < 500 ? 'invalid' : 'unavailable';
}

/** Answers that no route gives, below the console's address. */
export const consoleRefusals: RefusalForm = {
  prefix: '/console/api',
  refuse: (status) => ({
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(form(codeFor(status))),
  }),
};

const form = (code: ApiErrorCode): ApiError => ({ error: { code, message: `error.${code}` } });
