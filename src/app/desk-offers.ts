import { capacityOf, hasRoom } from '../queue/capacity.ts';
import { type Hindrance, hindranceOf, type OfferedLine, type Taker } from '../queue/offering.ts';
import { inOrder } from '../queue/order.ts';
import type { DeskFacts, DeskFactsReader } from './desk-facts.ts';
import type { Parts } from './parts.ts';
import type { QueueRow } from './ports.ts';
import { levelsHeldBy, type Presence } from './presence.ts';

/** What is offered to one counsellor now, best first, or why nothing is. */
export type Offered =
  | { readonly status: 'lines'; readonly conversations: readonly string[] }
  | { readonly status: 'refused'; readonly why: 'off-shift' | 'full' | 'nothing-waiting' | Hindrance };

/** Looks at the queue as one member of staff may take from it. */
export interface DeskOffers {
  /** The head of the queue for her: no picking. */
  nextFor(staff: string): Promise<Offered>;
  /** Whether she is there and has room for one more. */
  roomOf(staff: string): Promise<'off-shift' | 'full' | null>;
}

export function makeDeskOffers(
  { store, clock }: Pick<Parts, 'store' | 'clock'>,
  presence: Pick<Presence, 'takers'>,
  reader: DeskFactsReader,
): DeskOffers {
  async function waiting(queue: readonly QueueRow[]): Promise<readonly (OfferedLine & QueueRow)[]> {
    const free = inOrder(queue.filter(({ holder }) => holder === null));
    const rows = await Promise.all(free.map(({ conversation }) => store.conversation(conversation)));
    return Promise.all(
      free.map(async (entry, index) => {
        const row = rows[index] ?? null;
        return offeredLine(entry, row === null ? null : await reader.of(row));
      }),
    );
  }

  return {
    async nextFor(staff) {
      const queue = await store.queue();
      const there = await presence.takers(queue);
      const me = there.find(({ id }) => id === staff);
      if (me === undefined) return { status: 'refused', why: 'off-shift' };
      if (!hasRoom(me.held)) return { status: 'refused', why: 'full' };
      const lines = await waiting(queue);
      const now = clock.now();
      const mine = lines.filter((line) => hindranceOf(line, me, there, now) === null);
      if (mine.length > 0)
        return { status: 'lines', conversations: mine.map(({ conversation }) => conversation) };
      const [first] = lines;
      const why = first === undefined ? null : hindranceOf(first, me, there, now);
      return { status: 'refused', why: why ?? 'nothing-waiting' };
    },
    async roomOf(staff) {
      const queue = await store.queue();
      const there = await presence.takers(queue);
      if (!there.some(({ id }) => id === staff)) return 'off-shift';
      return hasRoom(levelsHeldBy(staff, queue)) ? null : 'full';
    },
  };
}

/** A line with what decides who is offered it. */
export const offeredLine = <Entry extends Pick<QueueRow, 'level' | 'waitingSince'>>(
  entry: Entry,
  facts: DeskFacts | null,
): Entry & OfferedLine => ({
  ...entry,
  wanted: facts?.wanted ?? { gender: null, apart: false, commune: null, language: null },
  notFor: facts?.notFor ?? [],
});

/** How many talks she holds, and how many she may hold now. */
export const loadOf = ({
  held,
}: Pick<Taker, 'held'>): { readonly talks: number; readonly limit: number } => ({
  talks: held.length,
  limit: capacityOf(held),
});
