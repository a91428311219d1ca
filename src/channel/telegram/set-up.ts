import type { Api } from 'grammy';
import { failureOf } from './failure.ts';
import { telegramLimits } from './limits.ts';
import { type TelegramOptions, telegramPath } from './options.ts';

/** The kinds of update we read; Telegram sends no others. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

type Receiving = Extract<TelegramOptions['receive'], { by: 'webhook' }>;

/** Tells Telegram where to post, again and again until it works. Returns what ends the trying. */
export function keepSettingUp(
  api: Api,
  { clock, menu, onError }: Pick<TelegramOptions, 'clock' | 'menu' | 'onError'>,
  { secret, publicUrl }: Receiving,
): () => void {
  let stopped = false;
  let cancel = (): void => {};
  let pause: number = telegramLimits.setUpRetry;

  async function setUp(): Promise<void> {
    try {
      if (publicUrl !== null)
        await api.setWebhook(`${publicUrl}${telegramPath}`, {
          secret_token: secret,
          allowed_updates: [...allowedUpdates],
          max_connections: telegramLimits.connections,
        });
    } catch (error) {
      onError(new Error(`setting up failed: ${failureOf(error).kind}`), 'telegram');
      again();
    }
  }

  function again(): void {
    if (stopped) return;
    cancel = clock.after(pause, () => void setUp());
    pause = Math.min(pause * 2, telegramLimits.setUpRetryMost);
  }

  void setUp();
  void setMenu(api, { menu, onError });
  return () => {
    stopped = true;
    cancel();
  };
}

/** The bot's menu, once and best effort: every command can be typed or tapped otherwise. */
export async function setMenu(
  api: Api,
  { menu, onError }: Pick<TelegramOptions, 'menu' | 'onError'>,
): Promise<void> {
  try {
    await api.setMyCommands([...menu]);
  } catch (error) {
    onError(new Error(`setting the menu failed: ${failureOf(error).kind}`), 'telegram');
  }
}
