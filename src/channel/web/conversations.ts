import * as z from 'zod/mini';
import type { HttpReply, HttpRequest } from '../../app/http-ports.ts';
import { type Json, readObject } from './body.ts';
import { refusal } from './errors.ts';
import { webLimits } from './limits.ts';
import { socketBase } from './origin.ts';
import {
  type Bearer,
  badWatermark,
  bearerOf,
  type Call,
  json,
  positionOf,
  type Service,
  tooMany,
} from './service.ts';

/** The language of a conversation whose client names none. */
const defaultLanguage = 'vi';

const userId = z.nullish(z.string().check(z.maxLength(webLimits.clientId)));
const user = z.nullish(z.object({ id: userId }));
/** `user.name` and `trustedOrigins` are accepted and dropped. */
const generation = z.object({ user });
const starting = z.object({ user, locale: z.nullish(z.string()) });

/** `POST tokens/generate`. A user id is accepted in the protocol's form and kept nowhere. */
export const generateToken: Call = async (service, request) => {
  const body = readObject(request, true);
  if (body.status === 'refused') return body.reply;
  const read = generation.safeParse(body.value);
  const id = read.data?.user?.id ?? null;
  if (!read.success || (id !== null && !id.startsWith('dl_'))) {
    return refusal('badArgument', { message: '"user.id" must begin with "dl_".' });
  }
  const limited = tooMany(service.rates.starts, request.caller);
  if (limited !== null) return limited;
  const { conversation, token, expiresInSeconds } = await service.door.issueToken();
  return json(200, { conversationId: conversation, token, expires_in: expiresInSeconds });
};

/** `POST tokens/refresh`. The old token stays valid until it expires: its answer may be lost on the way. */
export const refreshToken: Call = async (service, request) => {
  const bearer = await bearerOf(service, request);
  if (bearer.status === 'refused') return bearer.reply;
  const limited = tooMany(service.rates.connects, bearer.conversation);
  if (limited !== null) return limited;
  const { token, expiresInSeconds } = await service.door.refresh(bearer.conversation);
  return json(200, { conversationId: bearer.conversation, token, expires_in: expiresInSeconds });
};

/** `POST conversations`. Without a token it makes one: nobody has to know a secret to be helped. */
export const startConversation: Call = async (service, request) => {
  const body = readObject(request, true);
  if (body.status === 'refused') return body.reply;
  const language = languageOf(body.value);
  if (language === null)
    return refusal('badArgument', { message: '"user" or "locale" is not what it should be.' });
  return bringsToken(request)
    ? startWithToken(service, request, language)
    : startNew(service, request, language);
};

/** `GET conversations/:id`: another stream address after a lost connection. */
export const reconnect: Call = async (service, request) => {
  const bearer = await bearerOf(service, request);
  if (bearer.status === 'refused') return bearer.reply;
  const limited = tooMany(service.rates.connects, bearer.conversation);
  if (limited !== null) return limited;
  const after = positionOf(request.query['watermark']);
  if (after === null) return badWatermark();
  if (!(await service.door.exists(bearer.conversation))) return refusal('noConversation');
  return json(200, {
    conversationId: bearer.conversation,
    token: bearer.token,
    streamUrl: streamUrl(service, request, bearer, after),
  });
};

/** Only for sign-in through other services, which we do not do. */
export const sessionId: Call = async () => refusal('notFound');

/** Microsoft's client, given no token, writes `Bearer undefined`. */
const bringsToken = ({ headers }: HttpRequest): boolean =>
  !/^(?:Bearer\s*(?:undefined|null)?)?$/iu.test(headers['authorization']?.trim() ?? '');

async function startNew(service: Service, request: HttpRequest, language: string): Promise<HttpReply> {
  const limited = tooMany(service.rates.starts, request.caller);
  if (limited !== null) return limited;
  const { conversation, token, expiresInSeconds } = await service.door.issueToken();
  await service.door.start(conversation, language);
  return started(service, request, 201, { conversation, token }, expiresInSeconds);
}

/** The token may be hours old: the conversation begins with a fresh one. */
async function startWithToken(service: Service, request: HttpRequest, language: string): Promise<HttpReply> {
  const bearer = await bearerOf(service, request);
  if (bearer.status === 'refused') return bearer.reply;
  const { conversation } = bearer;
  const limited = tooMany(service.rates.connects, conversation);
  if (limited !== null) return limited;
  const { created } = await service.door.start(conversation, language);
  const { token, expiresInSeconds } = await service.door.refresh(conversation);
  return started(service, request, created ? 201 : 200, { conversation, token }, expiresInSeconds);
}

function started(
  service: Service,
  request: HttpRequest,
  status: number,
  bearer: Pick<Bearer, 'conversation' | 'token'>,
  expiresInSeconds: number,
): HttpReply {
  return json(status, {
    conversationId: bearer.conversation,
    token: bearer.token,
    expires_in: expiresInSeconds,
    streamUrl: streamUrl(service, request, bearer, 0),
  });
}

function streamUrl(
  { origins, streams }: Service,
  request: HttpRequest,
  { conversation, token }: Pick<Bearer, 'conversation' | 'token'>,
  after: number,
): string {
  return socketBase(origins, request.headers) + streams.address({ conversation, token, after });
}

/** Of `locale` only the language is read: a region says where somebody comes from. */
function languageOf(body: Json): string | null {
  const read = starting.safeParse(body);
  if (!read.success) return null;
  return /^[a-z]{2,3}(?=$|[-_])/u.exec(read.data.locale?.toLowerCase() ?? '')?.[0] ?? defaultLanguage;
}
