import type { Talk } from '../conversation/talk.ts';
import { takeTurn } from '../conversation/turn.ts';
import { commitOf } from './commit-of.ts';
import { mannerOf } from './manner.ts';
import { orElse } from './or-else.ts';
import type { Parts } from './parts.ts';
import type { ConversationRow, TurnCommit } from './ports.ts';
import { servicesAt } from './services.ts';
import { inClear } from './talk-of.ts';

/** Who erases where only the program is left to do it. */
const program = { id: 'program', name: 'hien' };

/** The turn that is left of an erasing. */
export interface Erasing {
  readonly before: Talk;
  readonly after: Talk;
  readonly commit: TurnCommit;
}

/** The key is gone and the row does not know: a commit that did not follow, or a backup from before. */
export const isKeyless = (row: ConversationRow, seal: unknown): boolean =>
  seal === null && row.erasedAt === null;

/**
 * What must be written where the key went and the words did not follow: the same turn as any erasing, on what stands
 * in clear. An urgent line stays without words as *đã xóa* (safety-content §4.1, Deleting).
 */
export async function erasingOf(parts: Parts, row: ConversationRow, inboxId: string): Promise<Erasing> {
  const now = parts.clock.now();
  const before = inClear(row, await parts.store.queueEntry(row.id));
  const { after, effects } = takeTurn(
    before,
    { type: 'staff', action: { do: 'erase', reason: '' }, by: program },
    {
      now,
      cover: { state: 'nobody', reopens: null },
      channel: mannerOf(parts.senders, row.channel),
      flows: parts.flows,
      detector: parts.detector,
      services: servicesAt(parts, now),
      holderWatches: false,
      newId: () => parts.chance.id(),
    },
  );
  return {
    before,
    after,
    commit: commitOf({ row, seal: null, after, effects, inboxId, incoming: null, now }),
  };
}

/**
 * A restored backup may hold conversations whose key is gone: they are dropped (DESIGN, "Keys"). One that cannot be is
 * reported and holds up no other. How many were.
 */
export async function dropKeyless(parts: Parts): Promise<number> {
  let count = 0;
  for (const row of await parts.store.conversations(Number.MAX_SAFE_INTEGER))
    if (await orElse(parts, 'keyless-failed', () => dropIfKeyless(parts, row), false)) count += 1;
  return count;
}

async function dropIfKeyless(parts: Parts, row: ConversationRow): Promise<boolean> {
  const { store, vault, chance } = parts;
  if (!isKeyless(row, await vault.open(row.id))) return false;
  const { commit } = await erasingOf(parts, row, chance.id());
  await store.commit([commit]);
  return true;
}
