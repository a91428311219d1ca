import type { HttpReply, HttpRequest, HttpRoute, RefusalForm, SocketRoute } from '../../app/http-ports.ts';
import type { PersonDoor } from '../../app/person-door.ts';
import type { Chance, Clock } from '../../app/ports.ts';
import { pollActivities, postActivity, upload } from './activities.ts';
import { generateToken, reconnect, refreshToken, sessionId, startConversation } from './conversations.ts';
import { refusal, refusalOfStatus } from './errors.ts';
import { webLimits } from './limits.ts';
import { corsHeaders, isAdmitted, type OriginRule, preflight } from './origin.ts';
import { taskOffice } from './proof-of-work.ts';
import { comeBack, giveReturnCode, giveTask } from './return.ts';
import { type Call, ratesOf, type Service } from './service.ts';
import { openStreams } from './stream.ts';
import { ticketOffice } from './tickets.ts';

export interface DirectLineOptions extends OriginRule {
  readonly door: PersonDoor;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'id' | 'secret'>;
  /** New conversations per caller and minute. */
  readonly startsPerMinute?: number;
  readonly onError: (error: unknown, where: string) => void;
}

/** What the server mounts for the web channel. */
export interface DirectLine {
  readonly routes: readonly HttpRoute[];
  readonly sockets: readonly SocketRoute[];
  readonly refusals: readonly RefusalForm[];
  /** Ends the open streams. */
  close(): void;
}

const root = '/v3/directline';
const conversations = `${root}/conversations`;

/** The web channel: a Direct Line 3.0 server in front of the person's door (channels.md §5). */
export function directLine(options: DirectLineOptions): DirectLine {
  const { door, clock, chance, onError, startsPerMinute = webLimits.startsPerMinute } = options;
  const now = (): number => clock.now();
  const streams = openStreams({
    path: conversations,
    door,
    clock,
    origins: options,
    tickets: ticketOffice(now, () => chance.secret()),
    onError: (error) => onError(error, `${conversations}/:id/stream`),
  });
  const rates = ratesOf(startsPerMinute, now);
  const tasks = taskOffice(now, () => chance.secret());
  const service: Service = { door, origins: options, streams, rates, tasks, newId: () => chance.id() };
  const routes = calls.map(([method, path, call, bodyLimit]) =>
    mount(service, { method, path, bodyLimit }, call, onError),
  );
  return {
    routes: [...routes, ...preflights(options)],
    sockets: [streams.route],
    refusals: [
      { prefix: root, refuse: (status, request) => withCors(options, request, refusalOfStatus(status)) },
    ],
    close: () => streams.close(),
  };
}

const { activityBody, uploadBody } = webLimits;

const calls = [
  ['POST', `${root}/tokens/generate`, generateToken, activityBody],
  ['POST', `${root}/tokens/refresh`, refreshToken, activityBody],
  ['POST', conversations, startConversation, activityBody],
  ['GET', `${conversations}/:id`, reconnect, activityBody],
  ['POST', `${conversations}/:id/activities`, postActivity, activityBody],
  ['GET', `${conversations}/:id/activities`, pollActivities, activityBody],
  ['POST', `${conversations}/:id/upload`, upload, uploadBody],
  ['POST', `${conversations}/:id/return`, giveReturnCode, activityBody],
  ['POST', `${root}/return/task`, giveTask, activityBody],
  ['POST', `${root}/return`, comeBack, activityBody],
  ['GET', `${root}/session/getsessionid`, sessionId, activityBody],
] as const satisfies readonly (readonly [HttpRoute['method'], string, Call, number])[];

/**
 * A call behind the origin rule. A door that rejects could not reach its database: the client is told to come again,
 * as for an event that could not be made durable.
 */
function mount(
  service: Service,
  place: Pick<HttpRoute, 'method' | 'path' | 'bodyLimit'>,
  call: Call,
  onError: DirectLineOptions['onError'],
): HttpRoute {
  const answer = async (request: HttpRequest): Promise<HttpReply> => {
    if (!isAdmitted(service.origins, request.headers)) return refusal('originRefused');
    try {
      return await call(service, request);
    } catch (error) {
      onError(error, place.path);
      return refusal('unavailable', { retryAfter: webLimits.unavailableRetrySeconds });
    }
  };
  return { ...place, handle: async (request) => withCors(service.origins, request, await answer(request)) };
}

function preflights(origins: OriginRule): HttpRoute[] {
  return [...new Set(calls.map(([, path]) => path))].map((path) => ({
    method: 'OPTIONS',
    path,
    bodyLimit: activityBody,
    handle: async (request) => preflight(origins, request.headers),
  }));
}

const withCors = (origins: OriginRule, { headers }: HttpRequest, reply: HttpReply): HttpReply => ({
  ...reply,
  headers: { ...reply.headers, ...corsHeaders(origins, headers) },
});
