import * as z from 'zod/mini';
import type { PagerOutcome } from '../../app/pager-port.ts';
import { botLimits } from './limits.ts';

export const botHost = 'https://bot-api.zaloplatforms.com';

/** The two calls that are made: a text to a chat of ours, and where to post events. */
export interface BotClient {
  sendText(chat: string, text: string): Promise<PagerOutcome>;
  setWebhook(url: string, secret: string): Promise<boolean>;
}

/** `ok` decides, whatever the HTTP status says (channels.md §2). */
const envelope = z.object({ ok: z.boolean(), error_code: z.optional(z.number()) });

/** Codes after which a chat is dead: blocked, left, never there. Undocumented (?), as in the Telegram-like platform. */
const deadChat: ReadonlySet<number> = new Set([403, 404]);

export function botClient(host: string, token: string): BotClient {
  async function call(method: string, body: object): Promise<z.infer<typeof envelope> | null> {
    try {
      // The address holds the token: it stands in no log and no fault.
      const reply = await fetch(new URL(`/bot${token}/${method}`, host), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(botLimits.requestTimeout),
      });
      const text = await reply.text();
      return text.length > botLimits.replyBytes ? null : read(text);
    } catch {
      return null;
    }
  }

  return {
    async sendText(chat, text) {
      const answer = await call('sendMessage', {
        chat_id: chat,
        text: text.slice(0, botLimits.textCharacters),
      });
      if (answer?.ok === true) return { status: 'sent' };
      return answer !== null && deadChat.has(answer.error_code ?? 0)
        ? { status: 'gone' }
        : { status: 'failed' };
    },
    setWebhook: async (url, secret) => (await call('setWebhook', { url, secret_token: secret }))?.ok === true,
  };
}

function read(text: string): z.infer<typeof envelope> | null {
  try {
    return envelope.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
