import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpReply, HttpRequest } from '../app/http-ports.ts';

/** The headers a channel may see. Anything else could describe the person's device, so it stops here. */
const passedHeaders = [
  'accept',
  'access-control-request-headers',
  'access-control-request-method',
  'authorization',
  'content-type',
  'host',
  'origin',
] as const;

const nothing = new Uint8Array();

/** What a channel sees of a request: no cookie, no agent, no address. `also` names the headers its route asked for. */
export function asHttpRequest(
  request: FastifyRequest,
  caller: string,
  also: readonly string[] = [],
): HttpRequest {
  return {
    method: request.method,
    path: pathOf(request.url),
    params: textValues(request.params),
    query: textValues(request.query),
    headers: headersOf(request, [...passedHeaders, ...also]),
    body: request.body instanceof Uint8Array ? request.body : nothing,
    caller,
  };
}

/** A channel's answer, sent. */
export function send(reply: FastifyReply, answer: HttpReply): FastifyReply {
  reply.code(answer.status);
  for (const [name, value] of Object.entries(answer.headers ?? {})) reply.header(name, value);
  const body =
    typeof answer.body === 'string' || answer.body === undefined ? answer.body : Buffer.from(answer.body);
  return reply.send(body ?? null);
}

export const pathOf = (url: string): string => url.split('?', 1)[0] ?? url;

function headersOf(request: FastifyRequest, passed: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of passed) {
    const value = request.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  return headers;
}

/** Of a repeated name the last counts. */
function textValues(values: unknown): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(values ?? {})) {
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    if (typeof last === 'string') flat[name] = last;
  }
  return flat;
}
