import type { HttpReply } from '../../app/http-ports.ts';
import type { ReceiveResult } from '../../app/person-door.ts';
import { type Json, readObject } from './body.ts';
import { refusal } from './errors.ts';
import { webLimits } from './limits.ts';
import { type Posted, parseActivity } from './parse.ts';
import { type Echo, renderItem } from './render.ts';
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
import { activityOfUpload } from './upload.ts';

type Message = Extract<Posted, { status: 'message' }>;

/** `POST conversations/:id/activities`. Answered when the message is durable. */
export const postActivity: Call = async (service, request) => {
  const bearer = await bearerOf(service, request);
  if (bearer.status === 'refused') return bearer.reply;
  const body = readObject(request, false);
  return body.status === 'refused' ? body.reply : take(service, bearer, body.value);
};

/** `POST conversations/:id/upload`. That something came is told; what it was is dropped. */
export const upload: Call = async (service, request) => {
  const bearer = await bearerOf(service, request);
  if (bearer.status === 'refused') return bearer.reply;
  const activity = activityOfUpload(request);
  return activity.status === 'refused' ? activity.reply : take(service, bearer, activity.value);
};

/** `GET conversations/:id/activities`: everything after the watermark, hers too. */
export const pollActivities: Call = async (service, request) => {
  const bearer = await bearerOf(service, request);
  if (bearer.status === 'refused') return bearer.reply;
  const { conversation } = bearer;
  const limited = tooMany(service.rates.polls, conversation);
  if (limited !== null) return limited;
  const after = positionOf(request.query['watermark']);
  if (after === null) return badWatermark();
  if (!(await service.door.exists(conversation))) return refusal('noConversation');
  service.door.seen(conversation);
  const { items, position } = await service.door.stream(conversation, after);
  const notice = service.streams.takeNotice(conversation);
  const shown = notice === null ? items : [...items, notice];
  return json(200, {
    activities: shown.map((item) => renderItem(conversation, item)),
    watermark: String(position),
  });
};

async function take(service: Service, bearer: Bearer, activity: Json): Promise<HttpReply> {
  const posted = parseActivity(activity);
  if (posted.status === 'refused') return refusal('badArgument', { message: posted.message });
  if (posted.status === 'tooLarge') return refusal('tooLarge');
  if (posted.status === 'leave') return leave(service, bearer);
  const urgent = posted.status === 'message' && posted.urgent;
  const limited = urgent ? null : tooMany(service.rates.posts, bearer.conversation);
  if (limited !== null) return limited;
  if (!(await service.door.exists(bearer.conversation))) return refusal('noConversation');
  return posted.status === 'ignored' ? json(200, { id: service.newId() }) : receive(service, bearer, posted);
}

async function leave({ door, newId }: Service, { conversation, token }: Bearer): Promise<HttpReply> {
  await door.leave(conversation, token);
  return json(200, { id: newId() });
}

/** Without a client activity id every post is a message of its own, also when it says the same. */
async function receive(service: Service, { conversation }: Bearer, posted: Message): Promise<HttpReply> {
  const key = posted.key === null ? `post:${service.newId()}` : `client:${posted.key}`;
  const own: Echo = { from: posted.fromId, data: posted.channelData };
  const [first, ...attached] = posted.inbounds;
  const taken = await service.door.receive(conversation, first, key, own);
  if (!isTaken(taken)) return notTaken(service, conversation, taken);
  for (const [index, inbound] of attached.entries()) {
    const more = await service.door.receive(conversation, inbound, `${key}#${index + 1}`, {
      ...own,
      data: null,
    });
    if (!isTaken(more)) return notTaken(service, conversation, more);
  }
  return json(200, { id: taken.id });
}

type Taken = Extract<ReceiveResult, { id: string }>;
const isTaken = (result: ReceiveResult): result is Taken => 'id' in result;

/** The client repeats a 503; meanwhile the safety notice is shown wherever it can be. */
function notTaken(
  { streams }: Service,
  conversation: string,
  result: Exclude<ReceiveResult, Taken>,
): HttpReply {
  if (result.status === 'gone') return refusal('noConversation');
  const { notice } = result;
  if (notice !== undefined) streams.notice(conversation, notice);
  const activities = notice === undefined ? [] : [renderItem(conversation, notice)];
  return refusal('unavailable', { retryAfter: webLimits.unavailableRetrySeconds, extra: { activities } });
}
