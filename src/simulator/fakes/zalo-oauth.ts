import { createHash } from 'node:crypto';

/** What a call to a fake came to. */
export interface FakeReply {
  readonly status: number;
  readonly body: string;
}

export const fakeJson = (value: unknown, status = 200): FakeReply => ({
  status,
  body: JSON.stringify(value),
});

/** The OAuth side of a pretended Zalo: single-use codes with PKCE, single-use refresh tokens, tokens that end. */
export interface FakeZaloOAuth {
  /** Somebody agreed on the consent page: the code that the callback brings. */
  consent(challenge: string): string;
  /** `POST /v4/oa/access_token`. */
  token(headers: Readonly<Record<string, string>>, form: URLSearchParams): FakeReply;
  /** 0, or why an access token is refused (-216 never given, -220 ended or removed). */
  refusalOf(access: string): number;
  /** The refresh token that works now. */
  valid(): string | null;
  /** Makes every access token bad, as an administrator of the account can. */
  removeAccess(): void;
  /** A pair as if the account had been connected already. */
  connected(): { readonly access: string; readonly refresh: string };
  /** How often a refresh token was used that was void already. */
  reused(): number;
}

/** Lives as documented (channels.md §1.2), in milliseconds. */
const lives = { code: 10 * 60_000, access: 25 * 3_600_000, refresh: 90 * 24 * 3_600_000 } as const;
/** Zalo documents no code for a bad refresh token; any negative one will do. */
const badGrant = -14_014;

interface Options {
  readonly appId: string;
  readonly appSecret: string;
  readonly now: () => number;
}

export function fakeZaloOAuth({ appId, appSecret, now }: Options): FakeZaloOAuth {
  const codes = new Map<string, { readonly challenge: string; readonly until: number }>();
  const access = new Map<string, number>();
  let refresh: { readonly token: string; readonly until: number } | null = null;
  let count = 0;
  let reused = 0;

  function give(): { access: string; refresh: string } {
    count += 1;
    const pair = { access: `access-${String(count)}`, refresh: `refresh-${String(count)}` };
    access.set(pair.access, now() + lives.access);
    refresh = { token: pair.refresh, until: now() + lives.refresh };
    return pair;
  }

  function given(): FakeReply {
    const pair = give();
    const life = String(lives.access / 1000);
    return fakeJson({ access_token: pair.access, refresh_token: pair.refresh, expires_in: life });
  }

  function byCode(form: URLSearchParams): FakeReply {
    const code = form.get('code') ?? '';
    const open = codes.get(code);
    codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '', 'ascii')
      .digest('base64url');
    return open === undefined || open.until < now() || open.challenge !== challenge ? refused() : given();
  }

  function byRefresh(form: URLSearchParams): FakeReply {
    const token = form.get('refresh_token');
    if (refresh !== null && refresh.token === token && refresh.until >= now()) return given();
    reused += 1;
    return refused();
  }

  const refused = (): FakeReply => fakeJson({ error: badGrant, error_name: 'Invalid grant' });

  return {
    consent(challenge) {
      count += 1;
      const code = `code-${String(count)}`;
      codes.set(code, { challenge, until: now() + lives.code });
      return code;
    },
    token(headers, form) {
      if (headers['content-type']?.split(';')[0] !== 'application/x-www-form-urlencoded') return refused();
      if (headers['secret_key'] !== appSecret || form.get('app_id') !== appId)
        return fakeJson({ error: -14_002, error_name: 'Invalid app' });
      switch (form.get('grant_type') ?? '') {
        case 'authorization_code':
          return byCode(form);
        case 'refresh_token':
          return byRefresh(form);
        default:
          return refused();
      }
    },
    refusalOf(token) {
      const until = access.get(token);
      if (until === undefined) return -216;
      return until < now() ? -220 : 0;
    },
    valid: () => refresh?.token ?? null,
    removeAccess: () => access.clear(),
    connected: give,
    reused: () => reused,
  };
}
