import type { DatabaseSync } from 'node:sqlite';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { username } from 'better-auth/plugins/username';
import { longestPassword } from '../../wire/console.ts';
import { sessionIdleSeconds, sessionRenewSeconds } from './limits.ts';
import { foldName, readName } from './name.ts';
import { hashPassword, verifyPassword } from './password.ts';

export interface AuthOptions {
  readonly database: DatabaseSync;
  readonly secret: string;
  /** Null when the server is only reached at its own address. */
  readonly publicUrl: string | null;
}

/** The library, set up and with its tables made. No endpoint of it is ever mounted: `sessions` calls what it needs. */
export async function openAuth(options: AuthOptions): Promise<Auth> {
  const settings = authSettings(options);
  const { runMigrations } = await getMigrations(settings);
  await runMigrations();
  return betterAuth(settings);
}

export type Auth = ReturnType<typeof betterAuth<ReturnType<typeof authSettings>>>;

function authSettings({ database, secret, publicUrl }: AuthOptions) {
  return {
    database,
    // `secrets`, not `secret`: the environment may not put another one in its place.
    secrets: [{ version: 1, value: secret }],
    baseURL: publicUrl ?? 'http://127.0.0.1',
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Sign-up and sign-in by e-mail stay shut; only hashing is taken from here, by the name plugin too.
    emailAndPassword: {
      enabled: false,
      disableSignUp: true,
      maxPasswordLength: longestPassword,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: sessionIdleSeconds, updateAge: sessionRenewSeconds },
    advanced: {
      ipAddress: { disableIpTracking: true },
      useSecureCookies: publicUrl?.startsWith('https:') ?? false,
      cookies: {
        session_token: {
          name: 'desk',
          attributes: { httpOnly: true, sameSite: 'strict', path: '/console' },
        },
      },
    },
    databaseHooks: { session: { create: { before: withoutTraces } } },
    plugins: [
      username({
        minUsernameLength: 1,
        maxUsernameLength: 256,
        usernameNormalization: foldName,
        usernameValidator: (name) => readName(name) !== null,
        displayUsername: false,
      }),
    ],
  } satisfies BetterAuthOptions;
}

/** Whoever calls the library, with whatever headers: nobody is found by what a session row keeps (promise 4). */
function withoutTraces<Session extends object>(session: Session) {
  return Promise.resolve({ data: { ...session, ipAddress: '', userAgent: '' } });
}
