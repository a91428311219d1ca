import { Api } from 'grammy';
import type { ChannelDoor } from '../../app/channel-door.ts';
import type { ChannelSender } from '../../app/channel-port.ts';
import type { HttpRoute } from '../../app/http-ports.ts';
import { capabilities, type PushedChannel } from '../channel.ts';
import { webhookRoute } from '../webhook.ts';
import { failureOf } from './failure.ts';
import { fetchTelegram } from './fetch-file.ts';
import { telegramLimits } from './limits.ts';
import { type TelegramOptions, telegramPath } from './options.ts';
import { parseTelegram, type TelegramCourtesy } from './parse.ts';
import { poll } from './poll.ts';
import { renderTelegram, type TelegramText } from './render.ts';
import { eraseTelegram, sendTelegram } from './send.ts';
import { keepSettingUp } from './set-up.ts';
import { isFromTelegram, secretHeader } from './verify.ts';

/** Telegram as a channel: the sender for `startHien`, and its receiving side once there is a door. */
export interface Telegram {
  readonly channel: PushedChannel<TelegramText, TelegramCourtesy>;
  readonly sender: ChannelSender;
  /** The routes to mount, and what runs until `stop`. */
  open(door: ChannelDoor): { readonly routes: readonly HttpRoute[]; readonly stop: () => Promise<void> };
}

export function makeTelegram(options: TelegramOptions): Telegram {
  const { token, receive, apiRoot, clock, onError } = options;
  const apiAt = (timeoutSeconds: number): Api => {
    const made = new Api(token, { timeoutSeconds, ...(apiRoot === undefined ? {} : { apiRoot }) });
    if (options.transform !== undefined) made.config.use(options.transform);
    return made;
  };
  const api = apiAt(telegramLimits.requestSeconds);
  const fileRoot = `${apiRoot ?? 'https://api.telegram.org'}/file/bot${token}`;
  const channel: Telegram['channel'] = {
    kind: 'telegram',
    verify: (request) =>
      receive.by === 'webhook' && isFromTelegram(request, receive.secret) ? 'ok' : 'refused',
    parse: parseTelegram,
    render: renderTelegram,
    send: (dispatch) => sendTelegram(api, dispatch),
    erase: (erasing) => eraseTelegram(api, erasing, clock.now()),
    fetch: (handle, longest) => fetchTelegram(api, fileRoot, handle, longest),
  };
  const courtesy = (each: TelegramCourtesy): Promise<void> =>
    payCourtesy(api, each, (kind) => onError(new Error(`courtesy failed: ${kind}`), 'telegram'));
  return {
    channel,
    sender: { kind: 'telegram', capabilities: capabilities.telegram, push: channel },
    open(door) {
      const webhook = { path: telegramPath, headers: [secretHeader], channel, door, courtesy, onError };
      if (receive.by === 'polling') return { routes: [], stop: poll(apiAt(pollTimeout), options, webhook) };
      const stop = keepSettingUp(api, options, receive);
      return { routes: [webhookRoute(webhook)], stop: () => Promise.resolve(stop()) };
    },
  };
}

const pollTimeout = telegramLimits.pollSeconds + telegramLimits.requestSeconds;

/** Best effort: what fails here is a spinner that turns a while longer. The fault holds identities: its kind is told. */
async function payCourtesy(
  api: Api,
  courtesy: TelegramCourtesy,
  report: (kind: string) => void,
): Promise<void> {
  try {
    if (courtesy.type === 'answer-tap') await api.answerCallbackQuery(courtesy.tap);
    else await api.leaveChat(courtesy.group);
  } catch (error) {
    report(failureOf(error).kind);
  }
}
