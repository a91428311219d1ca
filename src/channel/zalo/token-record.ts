import * as z from 'zod/mini';
import type { Store, Vault } from '../../app/ports.ts';
import { type Collection, collectionOf } from '../../app/records.ts';
import { zaloLimits } from './limits.ts';
import type { GivenPair } from './reply.ts';

/** What is wrong with the pair; told to staff and by `hien doctor`, mended by `hien zalo connect`. */
const trouble = z.object({
  /**
   * `answer-lost`: Zalo voided the refresh token and its answer never reached the disk, or so it seems ·
   * `refused`: Zalo does not take the refresh token or the app.
   */
  why: z.enum(['answer-lost', 'refused']),
  at: z.number(),
  code: z.number(),
});

const tokens = z.object({
  access: z.string(),
  refresh: z.string(),
  obtainedAt: z.number(),
  expiresAt: z.number(),
  /**
   * Somebody is asking Zalo for the next pair: written before the call, gone with its outcome. `unsure`: an earlier
   * call with this refresh token has no outcome (killed, or no answer), so Zalo may have voided it.
   */
  refreshing: z.nullable(z.object({ by: z.string(), until: z.number(), unsure: z.boolean() })),
  trouble: z.nullable(trouble),
});

/** The account's token pair as it is kept, sealed under the house's key. */
export type ZaloTokens = z.infer<typeof tokens>;

/** There is one pair. */
export const pairId = 'pair';

export const tokenRecords = (house: {
  readonly store: Store;
  readonly vault: Vault;
}): Collection<ZaloTokens> => collectionOf(house, 'zalo.tokens', tokens);

/** A pair that Zalo has just given. */
export const freshTokens = ({ access, refresh, lifeMs }: GivenPair, now: number): ZaloTokens => ({
  access,
  refresh,
  obtainedAt: now,
  expiresAt: now + (lifeMs ?? zaloLimits.tokenLife),
  refreshing: null,
  trouble: null,
});

/** When the pair should be refreshed: at half its life, a little earlier by chance (`share` from 0 to 1). */
export const refreshDueAt = ({ obtainedAt, expiresAt }: ZaloTokens, share: number): number =>
  obtainedAt + (expiresAt - obtainedAt) * (zaloLimits.refreshAtShare - zaloLimits.refreshJitterShare * share);
