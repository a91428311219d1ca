import * as z from 'zod/mini';
import { readObject } from './body.ts';
import { refusal } from './errors.ts';
import { bearerOf, type Call, json, tooMany } from './service.ts';

/*
 * Beside the protocol: a code by which she comes back to her talk on the web, after the page was closed.
 */

const word = z.string().check(z.regex(/^\d{2}$/));
const asking = z.object({ word });
const coming = z.object({
  code: z.string().check(z.regex(/^09\d{8}$/)),
  word,
  task: z.string().check(z.maxLength(100)),
  answer: z.string().check(z.maxLength(20)),
});

/** `POST conversations/:id/return`: a code for the bearer's conversation. */
export const giveReturnCode: Call = async (service, request) => {
  const bearer = await bearerOf(service, request);
  if (bearer.status === 'refused') return bearer.reply;
  const body = readObject(request, false);
  if (body.status === 'refused') return body.reply;
  const read = asking.safeParse(body.value);
  if (!read.success) return refusal('badArgument', { message: '"word" must be two digits.' });
  const limited = tooMany(service.rates.connects, bearer.conversation);
  if (limited !== null) return limited;
  if (!(await service.door.exists(bearer.conversation))) return refusal('noConversation');
  return json(200, { code: await service.door.giveReturnCode(bearer.conversation, read.data.word) });
};

/** `POST return/task`: work to be done before a try. */
export const giveTask: Call = async (service, request) =>
  tooMany(service.rates.starts, request.caller) ?? json(200, service.tasks.give());

/** `POST return`: a token for the talk behind code and word, and from where its stream goes on. */
export const comeBack: Call = async (service, request) => {
  const body = readObject(request, false);
  if (body.status === 'refused') return body.reply;
  const read = coming.safeParse(body.value);
  if (!read.success) return refusal('badArgument');
  const { code, word: own, task, answer } = read.data;
  if (!service.tasks.take(task, answer)) return refusal('workMissing');
  const found = await service.door.comeBack(code, own);
  if (found.status === 'too-many') return refusal('tooMany', { retryAfter: found.retrySeconds });
  if (found.status === 'wrong') return refusal('returnRefused');
  const { conversation, token, expiresInSeconds, position } = found;
  return json(200, {
    conversationId: conversation,
    token,
    expires_in: expiresInSeconds,
    watermark: String(position),
  });
};
