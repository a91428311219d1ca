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
  /** A second opinion by a language model; null: off. */
  readonly opinion: OpinionConfig | null;
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
    opinion: opinionOf({
      url: read('OPINION_URL'),
      model: read('OPINION_MODEL'),
      key: read('OPINION_KEY') ?? null,
      basis: read('OPINION_BASIS'),
    }),
  };
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
