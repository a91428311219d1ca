import type { FastifyInstance, FastifyRequest } from 'fastify';
import '@fastify/websocket';
import { lineClosed } from '../../wire/console.ts';
import { cookieOf, type Visitor } from './gate.ts';
import { type LineParts, runLine } from './live-line.ts';
import { isOwnOrigin } from './own-origin.ts';
import { refuse } from './refuse.ts';

/** The live socket. Origin and session are looked at before the upgrade; a refusal is an ordinary HTTP answer. */
export function mountLive(app: FastifyInstance, parts: LineParts): void {
  const admitted = new WeakMap<FastifyRequest, Visitor>();
  app.route({
    method: 'GET',
    url: '/console/live',
    exposeHeadRoute: false,
    preValidation: async (request, reply) => {
      if (!request.ws) return refuse(reply, 'not-found');
      if (!isOwnOrigin(request.headers, parts.publicUrl)) return refuse(reply, 'foreign-origin');
      const visitor = await parts.gate.look(cookieOf(request));
      if (visitor === null) return refuse(reply, 'not-signed-in');
      admitted.set(request, visitor);
      return undefined;
    },
    handler: async (_request, reply) => refuse(reply, 'not-found'),
    wsHandler: (socket, request) => {
      const visitor = admitted.get(request);
      if (visitor === undefined) return socket.close(lineClosed.failed, 'failed');
      runLine(socket, visitor, cookieOf(request), parts);
    },
  });
}
