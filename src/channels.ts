import type { ChannelDoor } from './app/channel-door.ts';
import type { ChannelSender } from './app/channel-port.ts';
import type { HttpRoute } from './app/http-ports.ts';
import type { Clock } from './app/ports.ts';
import type { Config } from './config.ts';
import type { Catalogue } from './locale/catalogue.ts';

/** A pushed channel that is switched on: its sending side, and its receiving side once there is a door. */
export interface ConfiguredChannel {
  readonly sender: ChannelSender;
  open(door: ChannelDoor): { readonly routes: readonly HttpRoute[]; readonly stop: () => Promise<void> };
}

/** What a channel may need of the house. */
export interface ChannelSurroundings {
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly report: (fault: string, cause?: unknown) => void;
}

/** Telegram, where the administrator switched it on; loaded only then. */
export async function telegramChannel(
  { telegram, publicUrl }: Pick<Config, 'telegram' | 'publicUrl'>,
  { clock, catalogue, report }: ChannelSurroundings,
): Promise<readonly ConfiguredChannel[]> {
  if (telegram.status === 'incomplete') report(`telegram-incomplete ${telegram.missing.join(' ')}`);
  if (telegram.status !== 'on') return [];
  const [{ makeTelegram }, { commands }] = await Promise.all([
    import('./channel/telegram/telegram.ts'),
    import('./channel/telegram/parse.ts'),
  ]);
  const label = (button: string): string => catalogue.render(`system:button.${button}`, 'vi', {}).text;
  const made = makeTelegram({
    token: telegram.token.reveal(),
    receive:
      telegram.webhookSecret === null
        ? { by: 'polling' }
        : { by: 'webhook', secret: telegram.webhookSecret.reveal(), publicUrl },
    ...(telegram.apiRoot === null ? {} : { apiRoot: telegram.apiRoot }),
    clock,
    menu: Object.entries(commands).map(([command, button]) => ({ command, description: label(button) })),
    onError: (error, where) => report(`channel ${where}`, error),
  });
  return [made];
}

/** Channels behind the Azure Bot Service, where it is configured; the SDK is loaded only then. */
export async function activityChannel(
  { activity }: Pick<Config, 'activity'>,
  { report }: Pick<ChannelSurroundings, 'report'>,
): Promise<readonly ConfiguredChannel[]> {
  if (activity === null) return [];
  const [{ makeActivity }, { activityService }] = await Promise.all([
    import('./channel/activity/activity.ts'),
    import('./channel/activity/service.ts'),
  ]);
  const { appId, secret, tenant, hosts } = activity;
  const service = activityService({ appId, secret: secret.reveal(), tenant });
  return [makeActivity({ service, hosts, onError: (error, where) => report(`channel ${where}`, error) })];
}

/** `senders` for the application, and what to do once it runs. */
export const sendersOf = (
  channels: readonly ConfiguredChannel[],
): Partial<Record<ChannelSender['kind'], ChannelSender>> =>
  Object.fromEntries(channels.map(({ sender }) => [sender.kind, sender]));
