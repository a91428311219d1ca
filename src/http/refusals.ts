import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HttpReply, HttpRequest, RefusalForm } from '../app/http-ports.ts';
import { asHttpRequest, pathOf, send } from './request.ts';

/** Says no in the form that the path's protocol expects. */
export interface Refusals {
  readonly refuse: (status: number, request: FastifyRequest, reply: FastifyReply) => FastifyReply;
  readonly failed: (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;
}

/** `onError` hears only of faults of ours, with the route's pattern: addresses and words never reach it. */
export function refusals(
  forms: readonly RefusalForm[],
  caller: (address: string) => string,
  onError: (error: unknown, route: string) => void,
): Refusals {
  const refuse: Refusals['refuse'] = (status, request, reply) => {
    const seen = asHttpRequest(request, caller(request.ip));
    return send(reply, formFor(forms, seen)(status, seen));
  };
  return {
    refuse,
    failed(error, request, reply) {
      const status = statusOf(error);
      if (status >= 500) onError(error, request.routeOptions.url ?? 'no route');
      return refuse(status, request, reply);
    },
  };
}

/** Unknown paths and errors of every part that has no answer of its own. */
export function answerRefusals(app: FastifyInstance, { refuse, failed }: Refusals): void {
  app.setNotFoundHandler((request, reply) => refuse(404, request, reply));
  app.setErrorHandler((error, request, reply) => failed(error, request, reply));
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Answers 405 with the list of allowed methods wherever a path has routes for some methods and not for others. */
export function refuseOtherMethods(
  app: FastifyInstance,
  routes: readonly { readonly method: string; readonly path: string }[],
  { refuse }: Refusals,
): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const taken = routes.filter((route) => route.path === path).map((route) => route.method);
    const others = methods.filter((method) => !taken.includes(method));
    const allow = taken.includes('GET') ? [...taken, 'HEAD'] : taken;
    app.route({
      method: others,
      url: path,
      exposeHeadRoute: false,
      handler: (request, reply) => refuse(405, request, reply.header('allow', allow.join(', '))),
    });
  }
}

function formFor(forms: readonly RefusalForm[], request: HttpRequest): RefusalForm['refuse'] {
  const path = pathOf(request.path);
  return forms.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`))?.refuse ?? plain;
}

function statusOf(error: unknown): number {
  const status: unknown =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

/** Where no protocol is spoken a number is enough: a page in someone's hand says nothing. */
const plain = (status: number): HttpReply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: `${status}\n`,
});
