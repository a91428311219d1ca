import { join, resolve } from 'node:path';
import * as z from 'zod';

/** A value that cannot be printed by accident: in logs, errors and JSON it reads `[redacted]`. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  /** The value itself, for the one place that needs it. */
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '[redacted]';
  }
  toJSON(): string {
    return '[redacted]';
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[redacted]';
  }
}

/** The environment is wrong; `message` is one sentence that says which variable and what it should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const webAddress = (text: string): boolean => {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
};
const origin = (text: string): boolean =>
  webAddress(text) && new URL(text).origin === text.replace(/\/$/, '');
const path = (text: string): boolean => /^\/(?!\/)/.test(text);

/** One line per variable: what it must be, in words, and how it is read. `.env.example` shows the same list. */
const variables = {
  PORT: ['a port from 0 to 65535', z.coerce.number().int().min(0).max(65_535).default(3000)],
  HOST: [
    'a host name or address to listen on',
    z
      .string()
      .regex(/^[\w.:-]+$/)
      .default('127.0.0.1'),
  ],
  HIEN_DATA: ['a folder', z.string().default('./data')],
  PUBLIC_URL: ['an address such as https://example.vn, without a path', z.string().refine(origin).optional()],
  ALLOWED_ORIGINS: [
    'addresses such as https://example.vn, separated by spaces',
    z
      .string()
      .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
      .refine((list) => list.every(origin))
      .default([]),
  ],
  EXIT_URL: [
    'a web address, or a path of this site that begins with /',
    z
      .string()
      .refine((text) => webAddress(text) || path(text))
      .optional(),
  ],
  SOURCE_URL: ['a web address', z.string().refine(webAddress).optional()],
  PAGE_TITLE: ['a neutral title of at most 40 characters', z.string().max(40).optional()],
  MASTER_KEY: [
    '32 bytes in base64',
    z
      .string()
      .refine((text) => Buffer.from(text, 'base64').length === 32)
      .transform((text) => new Secret(text))
      .optional(),
  ],
  TRUST_PROXY: [
    'false, true, or addresses of proxies separated by commas',
    z
      .string()
      .transform((text): boolean | string => (text === 'true' || text === 'false' ? text === 'true' : text))
      .default(false),
  ],
  STARTS_PER_MINUTE: ['a whole number from 1', z.coerce.number().int().min(1).optional()],
  TELEGRAM_ENABLED: ['1, or empty', z.literal('1').optional()],
  TELEGRAM_BOT_TOKEN: [
    'a bot token as BotFather gives it',
    z
      .string()
      .regex(/^\d{1,20}:[\w-]{20,128}$/)
      .transform((text) => new Secret(text))
      .optional(),
  ],
  TELEGRAM_WEBHOOK_SECRET: [
    '16 to 256 letters, digits, "_" or "-"',
    z
      .string()
      .regex(/^[\w-]{16,256}$/)
      .transform((text) => new Secret(text))
      .optional(),
  ],
  TELEGRAM_POLLING: ['1, or empty', z.literal('1').optional()],
  TELEGRAM_API_ROOT: ['a web address', z.string().refine(webAddress).optional()],
  ZALO_APP_ID: [
    'the digits of an app id',
    z
      .string()
      .regex(/^\d{1,32}$/)
      .optional(),
  ],
  ZALO_APP_SECRET: [
    'the secret key of the app',
    z
      .string()
      .transform((text) => new Secret(text))
      .optional(),
  ],
  ZALO_OA_SECRET: [
    'the OA secret key of the webhook settings',
    z
      .string()
      .transform((text) => new Secret(text))
      .optional(),
  ],
  ZALO_OA_ID: [
    'the digits of an Official Account',
    z
      .string()
      .regex(/^\d{1,32}$/)
      .optional(),
  ],
  ZALO_BUTTONS: ['1, or empty', z.literal('1').optional()],
  ZALO_CONSENT_STATE: ['required or optional', z.enum(['required', 'optional']).default('required')],
  ZALO_API_URL: ['a web address', z.string().refine(webAddress).default('https://openapi.zalo.me')],
  ZALO_OAUTH_URL: ['a web address', z.string().refine(webAddress).default('https://oauth.zaloapp.com')],
  ZALO_BOT_TOKEN: [
    'a token of the Zalo Bot Platform',
    z
      .string()
      .regex(/^[\w:.-]{8,256}$/)
      .transform((text) => new Secret(text))
      .optional(),
  ],
  ZALO_BOT_SECRET: [
    '16 to 256 letters, digits, "_" or "-"',
    z
      .string()
      .regex(/^[\w-]{16,256}$/)
      .transform((text) => new Secret(text))
      .optional(),
  ],
  ZALO_BOT_FOR: [
    'staff: the Bot Platform withholds what children, people with disabilities and people who cannot read send',
    z.literal('staff').default('staff'),
  ],
  ZALO_BOT_API_URL: [
    'a web address',
    z.string().refine(webAddress).default('https://bot-api.zaloplatforms.com'),
  ],
  PAGER_URL: [
    'the web address of a gateway that reaches staff by telephone',
    z.string().refine(webAddress).optional(),
  ],
  PAGER_SECRET: [
    'a secret of at least 16 characters, shared with the gateway',
    z
      .string()
      .min(16)
      .transform((text) => new Secret(text))
      .optional(),
  ],
  PAGER_NUMBERS: [
    'true or false',
    z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .default(false),
  ],
  ACTIVITY_APP_ID: ['the id of an app registration', z.string().max(100).optional()],
  ACTIVITY_APP_SECRET: [
    'the secret of the app registration',
    z
      .string()
      .transform((text) => new Secret(text))
      .optional(),
  ],
  ACTIVITY_TENANT: ['a tenant id', z.string().max(100).optional()],
  ACTIVITY_HOSTS: [
    'hosts such as smba.trafficmanager.net or *.botframework.com, separated by spaces',
    z
      .string()
      .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
      .refine((list) => list.every((host) => /^(\*\.)?[\w-]+(\.[\w-]+)+$/.test(host)))
      .default([]),
  ],
  OPINION_URL: [
    'the base address of a model server, such as http://127.0.0.1:8080/v1',
    z.string().refine(webAddress).optional(),
  ],
  OPINION_MODEL: ['the name of a model', z.string().max(200).optional()],
  OPINION_KEY: [
    'the key of the model server',
    z
      .string()
      .transform((text) => new Secret(text))
      .optional(),
  ],
  OPINION_BASIS: ['the legal basis, in words, and who decided on it', z.string().max(500).optional()],
} as const;
type Name = keyof typeof variables;

/** What the environment says, checked. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly publicUrl: string | null;
  readonly allowedOrigins: readonly string[];
  readonly exitUrl: string | null;
  readonly sourceUrl: string | null;
  readonly pageTitle: string | null;
  readonly masterKey: Secret | null;
  readonly trustProxy: boolean | string;
  readonly startsPerMinute: number | null;
  readonly telegram: TelegramConfig;
  readonly zalo: ZaloConfig;
  /** The bot that pages staff; null: none. */
  readonly zaloBot: { readonly token: Secret; readonly secret: Secret; readonly host: string } | null;
  /** The webhook by which staff are paged; null: none. */
  readonly pager: PagerConfig | null;
  /** The Activity endpoint for the Azure Bot Service; null: off. */
  readonly activity: ActivityConfig | null;
  /** A second opinion by a language model; null: off. */
  readonly opinion: OpinionConfig | null;
}

/** Telegram is off until somebody says so; `incomplete` names the variables that it still needs. */
export type TelegramConfig =
  | { readonly status: 'off' }
  | { readonly status: 'incomplete'; readonly missing: readonly string[] }
  | {
      readonly status: 'on';
      readonly token: Secret;
      /** Null: long polling, for development. */
      readonly webhookSecret: Secret | null;
      readonly apiRoot: string | null;
    };

function telegramOf(given: {
  readonly enabled: boolean;
  readonly polling: boolean;
  readonly token: Secret | undefined;
  readonly secret: Secret | undefined;
  readonly apiRoot: string | undefined;
}): TelegramConfig {
  const { enabled, polling, token, secret, apiRoot } = given;
  if (!enabled) return { status: 'off' };
  const missing = [
    ...(token === undefined ? ['TELEGRAM_BOT_TOKEN'] : []),
    ...(secret === undefined && !polling ? ['TELEGRAM_WEBHOOK_SECRET'] : []),
  ];
  if (token === undefined || missing.length > 0) return { status: 'incomplete', missing };
  return { status: 'on', token, webhookSecret: polling ? null : (secret ?? null), apiRoot: apiRoot ?? null };
}

/** The Zalo Official Account: off until one of its variables is set; `incomplete` names those that are missing. */
export type ZaloConfig =
  | { readonly status: 'off' }
  | { readonly status: 'incomplete'; readonly missing: readonly string[] }
  | {
      readonly status: 'on';
      readonly appId: string;
      readonly appSecret: Secret;
      readonly oaSecret: Secret;
      readonly oaId: string | null;
      readonly buttons: boolean;
      readonly stateRequired: boolean;
      readonly hosts: { readonly api: string; readonly oauth: string };
    };

function zaloOf(
  given: {
    readonly appId: string | undefined;
    readonly appSecret: Secret | undefined;
    readonly oaSecret: Secret | undefined;
  },
  rest: Pick<Extract<ZaloConfig, { status: 'on' }>, 'oaId' | 'buttons' | 'stateRequired' | 'hosts'>,
): ZaloConfig {
  const { appId, appSecret, oaSecret } = given;
  const missing = [
    ...(appId === undefined ? ['ZALO_APP_ID'] : []),
    ...(appSecret === undefined ? ['ZALO_APP_SECRET'] : []),
    ...(oaSecret === undefined ? ['ZALO_OA_SECRET'] : []),
  ];
  if (missing.length === 3) return { status: 'off' };
  if (appId === undefined || appSecret === undefined || oaSecret === undefined)
    return { status: 'incomplete', missing };
  return { status: 'on', appId, appSecret, oaSecret, ...rest };
}

function zaloBotOf(token: Secret | undefined, secret: Secret | undefined, host: string): Config['zaloBot'] {
  if (token === undefined) return null;
  if (secret === undefined) throw new ConfigError('ZALO_BOT_SECRET must be set where ZALO_BOT_TOKEN is.');
  return { token, secret, host };
}

/** A gateway that reaches staff; `numbers`: whether their telephone numbers are given to it. */
export interface PagerConfig {
  readonly url: string;
  readonly secret: Secret;
  readonly numbers: boolean;
}

/** Our app at the Azure Bot Service, and the hosts of services that may be written to. */
export interface ActivityConfig {
  readonly appId: string;
  readonly secret: Secret;
  readonly tenant: string | null;
  readonly hosts: readonly string[];
}

/** Where messages go for a second opinion, and on what legal basis (language §8.4). */
export interface OpinionConfig {
  readonly url: string;
  readonly model: string;
  readonly key: Secret | null;
  readonly basis: string;
}

/**
 * Reads the configuration: an empty variable counts as unset, unknown ones are ignored.
 * Throws `ConfigError` with one sentence for the first variable that is wrong.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const read = <Key extends Name>(name: Key): z.output<(typeof variables)[Key][1]> => {
    const [form, schema] = variables[name];
    const given = env[name]?.trim();
    const result = (schema as z.ZodType).safeParse(given === '' ? undefined : given);
    if (!result.success) throw new ConfigError(`${name} must be ${form}.`);
    return result.data as z.output<(typeof variables)[Key][1]>;
  };
  // Whatever it is to be used for but staff is refused here.
  read('ZALO_BOT_FOR');
  return {
    port: read('PORT'),
    host: read('HOST'),
    dataFolder: resolve(read('HIEN_DATA')),
    publicUrl: read('PUBLIC_URL')?.replace(/\/$/, '') ?? null,
    allowedOrigins: read('ALLOWED_ORIGINS').map((address) => address.replace(/\/$/, '')),
    exitUrl: read('EXIT_URL') ?? null,
    sourceUrl: read('SOURCE_URL') ?? null,
    pageTitle: read('PAGE_TITLE') ?? null,
    masterKey: read('MASTER_KEY') ?? null,
    trustProxy: read('TRUST_PROXY'),
    startsPerMinute: read('STARTS_PER_MINUTE') ?? null,
    telegram: telegramOf({
      enabled: read('TELEGRAM_ENABLED') === '1',
      polling: read('TELEGRAM_POLLING') === '1',
      token: read('TELEGRAM_BOT_TOKEN'),
      secret: read('TELEGRAM_WEBHOOK_SECRET'),
      apiRoot: read('TELEGRAM_API_ROOT'),
    }),
    zalo: zaloOf(
      { appId: read('ZALO_APP_ID'), appSecret: read('ZALO_APP_SECRET'), oaSecret: read('ZALO_OA_SECRET') },
      {
        oaId: read('ZALO_OA_ID') ?? null,
        buttons: read('ZALO_BUTTONS') === '1',
        stateRequired: read('ZALO_CONSENT_STATE') === 'required',
        hosts: { api: read('ZALO_API_URL'), oauth: read('ZALO_OAUTH_URL') },
      },
    ),
    zaloBot: zaloBotOf(read('ZALO_BOT_TOKEN'), read('ZALO_BOT_SECRET'), read('ZALO_BOT_API_URL')),
    pager: pagerOf(read('PAGER_URL'), read('PAGER_SECRET'), read('PAGER_NUMBERS')),
    activity: activityOf({
      appId: read('ACTIVITY_APP_ID'),
      secret: read('ACTIVITY_APP_SECRET'),
      tenant: read('ACTIVITY_TENANT') ?? null,
      hosts: read('ACTIVITY_HOSTS'),
    }),
    opinion: opinionOf({
      url: read('OPINION_URL'),
      model: read('OPINION_MODEL'),
      key: read('OPINION_KEY') ?? null,
      basis: read('OPINION_BASIS'),
    }),
  };
}

/** A gateway that cannot tell who calls it would ring for anybody. */
function pagerOf(url: string | undefined, secret: Secret | undefined, numbers: boolean): PagerConfig | null {
  if (url === undefined) return null;
  if (secret === undefined) throw new ConfigError('PAGER_SECRET must be set where PAGER_URL is.');
  return { url, secret, numbers };
}

/** On only when it is whole: whom we believe, who we are, and where we may write to. */
function activityOf(given: {
  readonly appId: string | undefined;
  readonly secret: Secret | undefined;
  readonly tenant: string | null;
  readonly hosts: readonly string[];
}): ActivityConfig | null {
  const { appId, secret, tenant, hosts } = given;
  if (appId === undefined) return null;
  if (secret === undefined)
    throw new ConfigError('ACTIVITY_APP_SECRET must be set where ACTIVITY_APP_ID is.');
  if (hosts.length === 0)
    throw new ConfigError('ACTIVITY_HOSTS must name the hosts of services that may be written to.');
  return { appId, secret, tenant, hosts };
}

/** On only when somebody wrote down why words may be given to another program. */
function opinionOf(given: {
  readonly url: string | undefined;
  readonly model: string | undefined;
  readonly key: Secret | null;
  readonly basis: string | undefined;
}): OpinionConfig | null {
  const { url, model, key, basis } = given;
  if (url === undefined) return null;
  if (model === undefined) throw new ConfigError('OPINION_MODEL must be set where OPINION_URL is.');
  if (basis === undefined)
    throw new ConfigError('OPINION_BASIS must say on what legal basis words are given to OPINION_URL.');
  return { url, model, key, basis };
}

/** Every variable's name, for `.env.example` and `doctor`. */
export const variableNames: readonly string[] = Object.keys(variables);

/** Where the databases stand in the data folder. */
export const databaseFiles = (folder: string) => ({
  conversations: join(folder, 'hien.sqlite'),
  staff: join(folder, 'staff.sqlite'),
});
