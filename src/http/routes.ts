import type { FastifyInstance } from 'fastify';
import type { HttpRoute } from '../app/http-ports.ts';
import { type Refusals, refuseOtherMethods } from './refusals.ts';
import { asHttpRequest, send } from './request.ts';
import { refuseUpgrades } from './sockets.ts';

/** Mounts the channels' routes. Bodies arrive as the bytes that came, whatever type they claim to be. */
export async function mountRoutes(
  app: FastifyInstance,
  routes: readonly HttpRoute[],
  caller: (address: string) => string,
  refusals: Refusals,
): Promise<void> {
  await app.register(async (scope) => {
    refuseUpgrades(scope, refusals);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const route of routes) mountRoute(scope, route, caller, refusals);
    refuseOtherMethods(scope, routes, refusals);
  });
}

function mountRoute(
  scope: FastifyInstance,
  route: HttpRoute,
  caller: (address: string) => string,
  { failed }: Refusals,
): void {
  scope.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.bodyLimit,
    handler: async (request, reply) =>
      send(reply, await route.handle(asHttpRequest(request, caller(request.ip), route.headers))),
    errorHandler: (error, request, reply) => {
      const tooLarge = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? route.tooLarge : undefined;
      if (tooLarge === undefined) failed(error, request, reply);
      else send(reply, tooLarge());
    },
  });
}
