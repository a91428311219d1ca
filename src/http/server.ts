import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import type { HttpRoute, RefusalForm, SocketRoute } from '../app/http-ports.ts';
import { callerNames } from './caller.ts';
import { protect } from './headers.ts';
import { httpLimits } from './limits.ts';
import { type PageFolder, servePages } from './pages.ts';
import { answerRefusals, type Refusals, refusals, refuseOtherMethods } from './refusals.ts';
import { mountRoutes } from './routes.ts';
import { acceptSockets, mountSockets } from './sockets.ts';

export interface HttpOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** The address people use, where it is known: origin of the page, scheme of the security headers. */
  readonly publicUrl: string | null;
  /** Whose `X-Forwarded-For` is believed: nobody's, everybody's, or that of the addresses listed. */
  readonly trustProxy: boolean | string;
  readonly now: () => number;
  /** True while turns are taken. */
  readonly health: () => boolean | Promise<boolean>;
  readonly routes: readonly HttpRoute[];
  readonly sockets: readonly SocketRoute[];
  readonly refusals: readonly RefusalForm[];
  /** Parts that need Fastify itself (sign-in, the console). Each is registered in a scope of its own. */
  readonly plugins: readonly FastifyPluginAsync[];
  readonly pages: readonly PageFolder[];
  /** Hears of faults of ours, with the route's pattern; never of a request's content or sender. */
  readonly onError: (error: unknown, route: string) => void;
}

export interface HttpServer {
  readonly url: string;
  readonly port: number;
  /** Takes no new calls, ends the sockets, lets running requests end. */
  close(): Promise<void>;
}

/** Starts the server. Rejects when the port cannot be had. */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const caller = callerNames(options.now);
  const no = refusals(options.refusals, caller, options.onError);
  const app = build(options, no);
  await protect(app, options.publicUrl);
  await acceptSockets(app);
  answerRefusals(app, no);
  answerHealth(app, options.health, no);
  await mountRoutes(app, options.routes, caller, no);
  mountSockets(app, options.sockets, caller, no);
  for (const plugin of options.plugins) await app.register(async (scope) => plugin(scope, {}));
  for (const pages of options.pages) await servePages(app, pages, options.publicUrl, no);
  await app.listen({ host: options.host, port: options.port });
  return running(app, options.host);
}

/** Request logging is off: addresses of streams hold tickets, and nobody's address is to be written down. */
function build(options: HttpOptions, no: Refusals): FastifyInstance {
  const app = Fastify({
    logger: false,
    trustProxy: options.trustProxy,
    bodyLimit: httpLimits.pluginBody,
    requestTimeout: httpLimits.requestTimeoutMs,
    keepAliveTimeout: httpLimits.keepAliveMs,
    routerOptions: { maxParamLength: httpLimits.pathParameter },
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => void no.failed(error, request, reply),
  });
  app.server.maxConnections = httpLimits.connections;
  return app;
}

function answerHealth(app: FastifyInstance, health: HttpOptions['health'], no: Refusals): void {
  const path = '/healthz';
  app.get(path, async (_request, reply) =>
    (await health()) ? { status: 'ok' } : reply.code(503).send({ status: 'unavailable' }),
  );
  refuseOtherMethods(app, [{ method: 'GET', path }], no);
}

function running(app: FastifyInstance, host: string): HttpServer {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${address.port}`,
    port: address.port,
    async close() {
      const last = setTimeout(() => app.server.closeAllConnections(), httpLimits.closeGraceMs);
      await app.close();
      clearTimeout(last);
    },
  };
}
