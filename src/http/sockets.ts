import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import type { Socket, SocketRoute } from '../app/http-ports.ts';
import { httpLimits } from './limits.ts';
import { type Refusals, refuseOtherMethods } from './refusals.ts';
import { asHttpRequest, send } from './request.ts';

/** WebSocket close codes (RFC 6455 §7.4.1). */
const goingAway = 1001;
const serverFault = 1011;

/** Sockets for the channels, and for plugins that declare `{ websocket: true }` routes themselves. */
export async function acceptSockets(app: FastifyInstance): Promise<void> {
  await app.register(websocket, {
    options: { maxPayload: httpLimits.socketFrame },
    // A peer that vanished or sent garbage is not a fault of ours.
    errorHandler: (_error, socket) => socket.terminate(),
    preClose: (done) => endSockets(app, done),
  });
  // A refused upgrade ends its connection; saying so keeps clients from sending the next request on it.
  app.addHook('onRequest', async (request, reply) => {
    if (request.ws) reply.header('connection', 'close');
  });
  app.websocketServer.on('connection', (socket) => dropWhenDead(socket));
}

/** Browsers answer pings by themselves, also in the background. */
function dropWhenDead(socket: WebSocket): void {
  let answered = true;
  const beat = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, httpLimits.socketPingMs);
  socket.on('pong', () => (answered = true));
  socket.on('close', () => clearInterval(beat));
}

/** Says goodbye, waits a moment for the peers to agree, then cuts those that did not. */
function endSockets(app: FastifyInstance, done: () => void): void {
  const { clients } = app.websocketServer;
  for (const client of clients) client.close(goingAway, 'closing');
  const cut = setTimeout(() => {
    for (const client of clients) client.terminate();
  }, httpLimits.closeGraceMs);
  app.websocketServer.close(() => {
    clearTimeout(cut);
    done();
  });
}

/** Asks each route before the upgrade whether the peer may come in; a refusal is an ordinary HTTP answer. */
export function mountSockets(
  app: FastifyInstance,
  routes: readonly SocketRoute[],
  caller: (address: string) => string,
  refusals: Refusals,
): void {
  const asGet = routes.map(({ path }) => ({ method: 'GET', path }));
  refuseOtherMethods(app, asGet, refusals);
  for (const route of routes) {
    const admitted = new WeakMap<FastifyRequest, (socket: Socket) => void>();
    app.route({
      method: 'GET',
      url: route.path,
      exposeHeadRoute: false,
      preValidation: async (request, reply) => {
        const verdict = request.ws ? await route.admit(asHttpRequest(request, caller(request.ip))) : null;
        if (verdict === null) return undefined;
        if ('status' in verdict) return send(reply, verdict);
        admitted.set(request, verdict.open);
        return undefined;
      },
      handler: (request, reply) => refusals.refuse(426, request, reply.header('upgrade', 'websocket')),
      wsHandler: (socket, request) => {
        const open = admitted.get(request);
        if (open === undefined) return socket.close(serverFault, 'not admitted');
        open(asSocket(socket));
      },
    });
  }
}

/** Routes of this scope are no sockets: without this an upgrade anywhere would be granted, and closed again. */
export function refuseUpgrades(scope: FastifyInstance, { refuse }: Refusals): void {
  scope.addHook('onRequest', async (request, reply) =>
    request.ws ? refuse(400, request, reply) : undefined,
  );
}

function asSocket(socket: WebSocket): Socket {
  return {
    send: (text) => {
      if (socket.readyState === socket.OPEN) socket.send(text);
    },
    close: (code, reason) => socket.close(code, reason),
    onMessage: (listener) =>
      socket.on('message', (frame, isBinary) => {
        if (!isBinary && frame instanceof Buffer) listener(frame.toString('utf8'));
      }),
    onClose: (listener) => socket.on('close', listener),
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
  };
}
