import type { Keeping } from '../directory/centre.ts';
import type { RiskLevel } from '../risk/level.ts';
import { emptyCommit } from './commit-of.ts';
import { limits } from './limits.ts';
import type { Parts } from './parts.ts';

const day = 24 * 3_600_000;

/**
 * How long words are kept, in milliseconds: after the last message, high and imminent after closing. The days are the
 * centre's, within the bounds of safety-content §9.1.
 */
const keptFor = ({ low, medium, high }: Keeping): Record<RiskLevel, number> => ({
  none: low * day,
  low: low * day,
  medium: medium * day,
  high: high * day,
  imminent: high * day,
});

/** Forgets what has served its time: the key first, then the rows. How many conversations went. */
export async function forgetExpired(parts: Parts): Promise<number> {
  const { store, vault, clock } = parts;
  const now = clock.now();
  const cut = Object.fromEntries(
    Object.entries(keptFor(parts.directory.register().centre.keeping)).map(([level, kept]) => [
      level,
      now - kept,
    ]),
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
