import type { RiskLevel } from '../risk/level.ts';
import { emptyCommit } from './commit-of.ts';
import { limits } from './limits.ts';
import type { Parts } from './parts.ts';

const hour = 3_600_000;
const day = 24 * hour;

/**
 * How long words are kept, in milliseconds: none and low 72 h, medium 7 days after the last message; high and
 * imminent 30 days after closing (safety-content §9.1, defaults; bounds are the centre's).
 */
export const keptFor: Record<RiskLevel, number> = {
  none: 72 * hour,
  low: 72 * hour,
  medium: 7 * day,
  high: 30 * day,
  imminent: 30 * day,
};

/** Forgets what has served its time: the key first, then the rows. How many conversations went. */
export async function forgetExpired(parts: Parts): Promise<number> {
  const { store, vault, clock } = parts;
  const now = clock.now();
  const cut = Object.fromEntries(
    Object.entries(keptFor).map(([level, kept]) => [level, now - kept]),
  ) as Record<RiskLevel, number>;
  let count = 0;
  for (const conversation of await store.expired(cut, limits.expiredAtOnce)) {
    const row = await store.conversation(conversation);
    if (row === null) continue;
    await vault.destroy(conversation);
    await store.commit([{ ...emptyCommit(), conversation: unchanged(row), forget: true }]);
    count += 1;
  }
  await store.tidy(now);
  return count;
}

type Change = NonNullable<ReturnType<typeof emptyCommit>['conversation']>;

function unchanged(row: NonNullable<Awaited<ReturnType<Parts['store']['conversation']>>>): Change {
  const { version, pseudonym: _p, channel: _c, addressHash: _h, address: _a, ...changed } = row;
  const { highest, createdAt: _n, ...rest } = changed;
  return { ...rest, highest, expectedVersion: version };
}
