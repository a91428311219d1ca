import type { PageTarget } from '../conversation/effect.ts';
import { targetsAfter } from '../queue/on-call.ts';
import { limits } from './limits.ts';
import type { PageDelivery } from './page-rows.ts';
import { linesTo, membersOf } from './paging-reach.ts';
import type { Parts } from './parts.ts';
import type { PageRow, Store } from './ports.ts';
import type { RosterBook } from './roster-book.ts';

/** Pages of lines that wait: one is open until its line is claimed or gone. */
export async function waitingPages(store: Pick<Store, 'openPages' | 'queue'>): Promise<readonly PageRow[]> {
  const [pages, queue] = await Promise.all([store.openPages(), store.queue()]);
  const waiting = new Set(queue.filter(({ holder }) => holder === null).map((one) => one.conversation));
  return pages.filter(({ conversation }) => waiting.has(conversation));
}

/** Tried by now, and not taken. */
const isFailed = ({ state, attempts }: PageDelivery): boolean =>
  attempts > 0 && (state === 'waiting' || state === 'failed');

/** Calls `next` for a conversation; `once` names it, so that a repeat changes nothing. */
type Call = (conversation: string, next: PageTarget, once: string) => Promise<void>;

/** What follows when a page reaches nobody. */
export function makePageMoves(
  { store, clock, pager }: Pick<Parts, 'store' | 'clock' | 'pager'>,
  book: RosterBook,
  call: Call,
): { moveOn(conversation: string): Promise<void> } {
  /** Where she has no way, or nobody is named, it counts only when nobody else could be reached for this line. */
  async function isUndelivered(last: PageRow, open: readonly PageRow[]): Promise<boolean> {
    const own = await store.deliveriesOf(last.id);
    if (own.length > 0) return own.every(isFailed);
    const all = await Promise.all(open.map(({ id }) => store.deliveriesOf(id)));
    return all.flat().every(isFailed);
  }

  async function nextAfter({ target }: PageRow): Promise<PageTarget | null> {
    const known = await book.page();
    const can = (next: PageTarget): boolean =>
      linesTo(known, pager, membersOf(known, next, clock.now(), []), next).length > 0;
    return targetsAfter(target).find(can) ?? null;
  }

  return {
    /**
     * No way took it: the next target that can be called is, at once (safety-content §1). The last one called decides;
     * the room rings by itself.
     */
    async moveOn(conversation) {
      const open = (await waitingPages(store)).filter(
        (page) => page.conversation === conversation && page.target !== 'room',
      );
      const last = open
        .toSorted((a, b) => targetsAfter(b.target).length - targetsAfter(a.target).length)
        .at(-1);
      if (last === undefined || clock.now() - last.at > limits.pageMovesOnWithin) return;
      if (!(await isUndelivered(last, open))) return;
      const next = await nextAfter(last);
      if (next !== null) await call(conversation, next, `call ${next} after ${last.id}`);
    },
  };
}
