import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { HttpReply, HttpRequest, HttpRoute } from '../../app/http-ports.ts';
import type { Chance, Clock, Store, Vault } from '../../app/ports.ts';
import { collectionOf } from '../../app/records.ts';
import type { ZaloHosts, ZaloOAuth } from './client.ts';
import { zaloLimits } from './limits.ts';
import { freshTokens, pairId, tokenRecords } from './token-record.ts';

/** Where Zalo brings the administrator back to after the consent page. To be registered in Zalo's developer console. */
export const consentPath = '/hooks/zalo/consent';

interface House {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Pick<Clock, 'now'>;
}

const consent = z.object({ state: z.string(), verifier: z.string(), until: z.number() });

/** There is one open consent at a time: a new link voids the one before. */
const consentId = 'open';
const consentsOf = (house: House) => collectionOf(house, 'zalo.consent', consent);

/**
 * Begins to connect the account: the link of Zalo's consent page. The PKCE verifier never leaves this machine before the
 * code comes back (channels.md §1.2: 43 characters, S256 of its ASCII, no method parameter).
 */
export async function beginConsent(
  house: House & { readonly chance: Pick<Chance, 'secret'> },
  {
    appId,
    hosts,
    publicUrl,
  }: { readonly appId: string; readonly hosts: ZaloHosts; readonly publicUrl: string },
): Promise<string> {
  const records = consentsOf(house);
  const now = house.clock.now();
  const verifier = house.chance.secret();
  const state = house.chance.secret();
  const version = (await versionOf(house)) ?? 0;
  const value = { state, verifier, until: now + zaloLimits.consent };
  await records.put([{ id: consentId, version, value }], { at: now, by: null, audit: [] });
  const link = new URL('/v4/oa/permission', hosts.oauth);
  link.searchParams.set('app_id', appId);
  link.searchParams.set('redirect_uri', publicUrl + consentPath);
  link.searchParams.set('code_challenge', challengeOf(verifier));
  link.searchParams.set('state', state);
  return link.href;
}

/** Also of a consent that was used: the next one follows its version. */
const versionOf = async ({ store }: House): Promise<number | null> =>
  (await store.record('zalo.consent', consentId))?.version ?? null;

export const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier, 'ascii').digest('base64url');

/** Whether a consent is open, was used, or ran out. */
export async function consentState(house: House): Promise<'open' | 'used' | 'over'> {
  const open = await consentsOf(house).get(consentId);
  if (open === null) return 'used';
  return open.value.until > house.clock.now() ? 'open' : 'over';
}

export interface ConsentOptions extends House {
  readonly oauth: Pick<ZaloOAuth, 'byCode'>;
  /** The account that may be connected; null: whichever agreed. */
  readonly oaId: string | null;
  /** Whether Zalo gives `state` back is not documented. Without it PKCE alone binds the code to our link. */
  readonly stateRequired: boolean;
  readonly report: (fault: string, cause?: unknown) => void;
}

/** Takes the code of the consent page and keeps the pair that it is worth. */
export function consentRoute(options: ConsentOptions): HttpRoute {
  return {
    method: 'GET',
    path: consentPath,
    bodyLimit: 1024,
    handle: (request) => takeCode(options, request),
  };
}

/** For an administrator's eyes: the outcome, never what Zalo said. */
const told = (status: number, outcome: string): HttpReply => ({
  status,
  headers: {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  },
  body: `zalo: ${outcome}\n`,
});

async function takeCode(options: ConsentOptions, { query }: HttpRequest): Promise<HttpReply> {
  const { clock, oauth, oaId, report } = options;
  const records = consentsOf(options);
  const open = await records.get(consentId);
  const now = clock.now();
  if (open === null || open.value.until <= now)
    return told(410, 'no consent is open; run "hien zalo connect"');
  const code = query['code'] ?? '';
  if (
    code === '' ||
    code.length > zaloLimits.codeCharacters ||
    !isOurs(options, open.value.state, query['state'])
  )
    return told(403, 'not the link that "hien zalo connect" gave');
  if (oaId !== null && query['oa_id'] !== oaId) return told(403, 'another account than ZALO_OA_ID');
  // Used whatever comes of it: a code works once, and so does the link.
  const used = await records.put([{ id: consentId, version: open.version, value: null }], {
    at: now,
    by: null,
    audit: [],
  });
  if (used === 'stale') return told(410, 'this link was used');
  const answer = await oauth.byCode(code, open.value.verifier);
  if (answer.status !== 'done') {
    report('zalo-connect-failed', new Error(answer.status === 'silent' ? answer.why : String(answer.code)));
    return told(502, 'Zalo did not give a token; run "hien zalo connect" again');
  }
  await keepPair(options, freshTokens(answer.value, clock.now()));
  return told(200, 'connected');
}

function isOurs({ stateRequired }: ConsentOptions, state: string, given: string | undefined): boolean {
  return given === undefined ? !stateRequired : given === state;
}

/** Over whatever pair is there: a refresh that is under way sees it and gives way. */
async function keepPair(house: House, value: ReturnType<typeof freshTokens>): Promise<void> {
  const records = tokenRecords(house);
  for (;;) {
    const version = (await house.store.record('zalo.tokens', pairId))?.version ?? 0;
    const hand = { at: house.clock.now(), by: null, audit: [] };
    if ((await records.put([{ id: pairId, version, value }], hand)) === 'done') return;
  }
}
