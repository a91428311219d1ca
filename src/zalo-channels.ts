import type { Chance, Clock, Store, Vault } from './app/ports.ts';
import type { Zalo } from './channel/zalo/zalo.ts';
import type { BotTexts, ZaloBot } from './channel/zalo-bot/zalo-bot.ts';
import type { Config } from './config.ts';
import type { Catalogue } from './locale/catalogue.ts';

/** What the two Zalo adapters need of the house. */
interface ZaloSurroundings {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly catalogue: Catalogue;
  /** The numbers of the register, for whoever writes to the bot by mistake. */
  readonly numbers: Readonly<Record<string, string>>;
  readonly report: (fault: string, cause?: unknown) => void;
}

/** The Official Account, where it is configured; loaded only then. */
export async function zaloChannel(
  { zalo }: Pick<Config, 'zalo'>,
  house: ZaloSurroundings,
): Promise<readonly Zalo[]> {
  if (zalo.status === 'incomplete') house.report(`zalo-incomplete ${zalo.missing.join(' ')}`);
  if (zalo.status !== 'on') return [];
  const { makeZalo } = await import('./channel/zalo/zalo.ts');
  const { appId, appSecret, oaSecret, oaId, hosts, buttons, stateRequired } = zalo;
  return [
    makeZalo({
      ...house,
      app: { appId, appSecret: appSecret.reveal() },
      oaSecret: oaSecret.reveal(),
      oaId,
      hosts,
      buttons,
      stateRequired,
    }),
  ];
}

/** The bot that pages staff, where it is configured; loaded only then. It gets no door for people. */
export async function zaloBot(
  { zaloBot: bot, publicUrl }: Pick<Config, 'zaloBot' | 'publicUrl'>,
  house: ZaloSurroundings,
): Promise<ZaloBot | null> {
  if (bot === null) return null;
  const [{ makeZaloBot }, { useLinkCode }] = await Promise.all([
    import('./channel/zalo-bot/zalo-bot.ts'),
    import('./channel/zalo-bot/link-codes.ts'),
  ]);
  return makeZaloBot({
    host: bot.host,
    token: bot.token.reveal(),
    secret: bot.secret.reveal(),
    publicUrl,
    texts: textsOf(house),
    useCode: (text) => useLinkCode(house, text),
    clock: house.clock,
    report: house.report,
  });
}

function textsOf({ catalogue, numbers }: ZaloSurroundings): BotTexts {
  const text = (key: string): string => catalogue.render(`console:staff-bot.${key}`, 'vi', numbers).text;
  return {
    howToAnswer: text('how-to-answer'),
    linked: text('linked'),
    acknowledged: text('acknowledged'),
    nothingOpen: text('nothing-open'),
    stranger: text('stranger'),
  };
}
