import type { Transformer } from 'grammy';
import type { Clock } from '../../app/ports.ts';

/** The bot's menu: a command without its stroke, and what it is called. */
type Menu = readonly { readonly command: string; readonly description: string }[];

export interface TelegramOptions {
  readonly token: string;
  /** The webhook's secret, and the address where Telegram reaches this server; or long polling, for development. */
  readonly receive:
    | { readonly by: 'webhook'; readonly secret: string; readonly publicUrl: string | null }
    | { readonly by: 'polling' };
  /** Another server than Telegram's: a local fake. */
  readonly apiRoot?: string;
  /** Another way than the network: a fake in memory. */
  readonly transform?: Transformer;
  readonly clock: Clock;
  /** The bot's menu: a command and its label each. */
  readonly menu: Menu;
  readonly onError: (error: unknown, where: string) => void;
}

/** Where Telegram posts its updates. */
export const telegramPath = '/hooks/telegram';
