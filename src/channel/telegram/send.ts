import type { Api } from 'grammy';
import type { Delivery, Dispatch, Pushed, VendorErased, VendorErasing } from '../../app/channel-port.ts';
import { capabilities } from '../channel.ts';
import { type Failure, failureOf } from './failure.ts';
import { telegramLimits } from './limits.ts';
import { renderTelegram, type TelegramText } from './render.ts';

/** The calls that sending needs. */
export type SendingApi = Pick<Api, 'sendMessage' | 'deleteMessages'>;

/** Sends what has not gone out yet, part after part; stops at the first that fails. */
export async function sendTelegram(api: SendingApi, dispatch: Dispatch): Promise<Pushed> {
  const vendorIds: string[] = [];
  for (const part of renderTelegram(dispatch).slice(dispatch.partsSent)) {
    const result = await sendPart(api, Number(dispatch.address), part);
    if (typeof result !== 'string') return { delivery: deliveryOf(result), vendorIds };
    vendorIds.push(result);
  }
  return { delivery: { status: 'sent' }, vendorIds };
}

/** Refused as it is: once more as bare text. Buttons and hidden parts are worth less than the words. */
async function sendPart(api: SendingApi, chat: number, part: TelegramText): Promise<string | Failure> {
  const result = await trySending(api, chat, part);
  if (typeof result === 'string' || result.kind !== 'wording') return result;
  const { text, link_preview_options, disable_notification, protect_content } = part;
  const quiet = disable_notification === true ? { disable_notification, protect_content } : {};
  return trySending(api, chat, { text, link_preview_options, ...quiet } as TelegramText);
}

async function trySending(
  api: SendingApi,
  chat: number,
  { text, ...rest }: TelegramText,
): Promise<string | Failure> {
  try {
    const sent = await api.sendMessage(chat, text, rest as Parameters<Api['sendMessage']>[2]);
    return String(sent.message_id);
  } catch (error) {
    return failureOf(error);
  }
}

function deliveryOf(failure: Failure): Delivery {
  switch (failure.kind) {
    case 'later':
      return { status: 'retry', afterMs: failure.afterMs };
    case 'gone':
      return { status: 'unreachable' };
    case 'wording':
      return { status: 'rejected' };
    case 'setup':
      return { status: 'misconfigured' };
  }
}

const hour = 3_600_000;

/** Deletes both sides' messages that are young enough; older ones stay, as she was told (channels.md §6). */
export async function eraseTelegram(
  api: SendingApi,
  { address, messages }: VendorErasing,
  now: number,
): Promise<VendorErased> {
  const young = messages.filter(({ at }) => now - at < capabilities.telegram.deleteHours * hour);
  const ids = young.map(({ id }) => Number(id)).filter((id) => Number.isSafeInteger(id));
  for (let from = 0; from < ids.length; from += telegramLimits.deleteAtOnce) {
    const failure = await tryDeleting(
      api,
      Number(address),
      ids.slice(from, from + telegramLimits.deleteAtOnce),
    );
    if (failure?.kind === 'later') return { status: 'retry', afterMs: failure.afterMs };
    if (failure?.kind === 'gone' || failure?.kind === 'setup') return { status: 'done' };
  }
  return { status: 'done' };
}

async function tryDeleting(api: SendingApi, chat: number, ids: number[]): Promise<Failure | null> {
  try {
    await api.deleteMessages(chat, ids);
    return null;
  } catch (error) {
    return failureOf(error);
  }
}
