import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { callerNames } from '../caller.ts';
import { mountCommands } from './commands.ts';
import type { ConsoleOptions } from './context.ts';
import { makeGate } from './gate.ts';
import { mountHouse } from './house.ts';
import { mountInvitations } from './invitations.ts';
import { consoleLimits } from './limits.ts';
import { mountLive } from './live.ts';
import { openLines } from './open-lines.ts';
import { codeFor, refuse } from './refuse.ts';
import { mountSignIn } from './sign-in.ts';
import { countTries } from './tries.ts';

/**
 * The console's server side: everything below `/console/api` and the live socket `/console/live`. It reads cookies
 * itself, so it is a Fastify plugin; the server must have `@fastify/websocket` registered before.
 */
export function consolePlugin(options: ConsoleOptions): FastifyPluginAsync {
  const now = () => options.clock.now();
  const named = callerNames(now);
  const parts = {
    ...options,
    gate: makeGate(options),
    lines: openLines(),
    tries: countTries(now),
    caller: (request: { readonly ip: string }) => named(request.ip),
  };
  return async (app) => {
    await app.register(async (live) => {
      speakJson(live, options);
      mountLive(live, parts);
    });
    await app.register(
      async (api) => {
        speakJson(api, options);
        api.addHook('onRequest', parts.gate.ownOrigin);
        mountSignIn(api, parts);
        mountInvitations(api, parts);
        mountCommands(api, parts.gate, options.door);
        mountHouse(api, parts.gate, options.house);
        closeTheRest(api);
      },
      { prefix: '/console/api' },
    );
  };
}

/** JSON in, JSON out, also for what goes wrong. */
function speakJson(scope: FastifyInstance, { onError }: ConsoleOptions): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: consoleLimits.body },
    async (_request: unknown, body: Buffer) => readJson(body),
  );
  scope.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  scope.setErrorHandler((error, request, reply) => {
    const code = codeFor(statusOf(error));
    if (code === 'unavailable') onError(error, request.routeOptions.url ?? 'no route');
    return refuse(reply, code);
  });
}

/** Invalid UTF-8 is not JSON; nothing is guessed. */
function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw Object.assign(new Error('Not JSON.', { cause }), { statusCode: 400 });
  }
}

/** No other path answers, whatever a library may offer; before a body is read. */
function closeTheRest(api: FastifyInstance): void {
  for (const url of ['/', '/*']) {
    api.all(
      url,
      { onRequest: async (_request, reply) => refuse(reply, 'not-found') },
      async (_request, reply) => refuse(reply, 'not-found'),
    );
  }
}

function statusOf(error: unknown): number {
  const status: unknown = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' ? status : 500;
}
