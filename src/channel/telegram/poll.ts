import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import { receiveAll, type Webhook } from '../webhook.ts';
import { failureOf } from './failure.ts';
import { telegramLimits } from './limits.ts';
import type { TelegramOptions } from './options.ts';
import { factsOf, type TelegramCourtesy } from './parse.ts';
import type { TelegramText } from './render.ts';
import { allowedUpdates, setMenu } from './set-up.ts';

/** Fetches updates, for development: an update is done with only when it is durable. Returns what ends it. */
export function poll(
  api: Api,
  { clock, menu, onError }: Pick<TelegramOptions, 'clock' | 'menu' | 'onError'>,
  webhook: Webhook<TelegramText, TelegramCourtesy>,
): () => Promise<void> {
  const stopping = new AbortController();
  let offset = 0;

  async function run(): Promise<void> {
    let isSetUp = false;
    while (!stopping.signal.aborted) {
      try {
        // Telegram gives updates by one way only: a webhook of before must go first.
        if (!isSetUp) await api.deleteWebhook();
        if (!isSetUp) await setMenu(api, { menu, onError });
        isSetUp = true;
        await fetchOnce();
      } catch (error) {
        if (stopping.signal.aborted) return;
        onError(new Error(`polling failed: ${failureOf(error).kind}`), 'telegram');
        await pause();
      }
    }
  }

  async function fetchOnce(): Promise<void> {
    const updates = await api.getUpdates(
      { offset, timeout: telegramLimits.pollSeconds, allowed_updates: [...allowedUpdates] },
      stopping.signal as Parameters<Api['getUpdates']>[1],
    );
    // Telegram waits before it says that there is nothing; a server that does not is not asked without end.
    if (updates.length === 0) await pause();
    for (const update of updates) {
      if (!(await take(update))) return pause();
      offset = update.update_id + 1;
    }
  }

  async function take(update: Update): Promise<boolean> {
    const { arrivals, courtesies } = factsOf(update);
    const written = await receiveAll(webhook, arrivals);
    for (const each of courtesies)
      webhook.courtesy(each).catch((error: unknown) => onError(error, 'telegram'));
    return written;
  }

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      clock.after(telegramLimits.pollRetry, resolve);
      stopping.signal.addEventListener('abort', () => resolve(), { once: true });
    });

  const running = run();
  return async () => {
    stopping.abort();
    await running;
  };
}
