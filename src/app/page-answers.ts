import { limits } from './limits.ts';
import type { PageDelivery } from './page-rows.ts';
import type { PagerAddresses } from './pager-addresses.ts';
import type { PagerDoor } from './pager-port.ts';
import { waitingPages } from './paging-moves.ts';
import type { Parts } from './parts.ts';

/** What is open for one member of staff: since when, and whether it is only a trial. */
export interface OpenCall {
  readonly since: number;
  readonly drill: boolean;
}

/** "I have it", from wherever it comes. */
export interface PageAnswers extends Pick<PagerDoor, 'acknowledged' | 'answered'> {
  /** She took the line at that moment: she has heard what called her to it. */
  claimed(conversation: string, staff: string, at: number): Promise<void>;
  /** All that is open for her. How many. */
  acknowledge(staff: string, way: string): Promise<number>;
  /** What she is called for by name; what rings for the whole room is on every desk already. */
  openCall(staff: string): Promise<OpenCall | null>;
}

export function makePageAnswers(
  { store, clock, bus }: Pick<Parts, 'store' | 'clock' | 'bus'>,
  addresses: Pick<PagerAddresses, 'ownerOf'>,
  isDrillOpen: (id: string) => boolean,
): PageAnswers {
  async function keep(deliveries: readonly PageDelivery[], way: string): Promise<number> {
    const at = clock.now();
    const pages = new Map(deliveries.map(({ page, staff }) => [page, staff]));
    for (const [page, staff] of pages) await store.acknowledgePage({ page, staff, way, at });
    for (const { id, state } of deliveries)
      if (state === 'waiting') await store.settleDelivery(id, 'dropped', at);
    bus.publish({ type: 'desk' });
    return pages.size;
  }

  /** Her deliveries of pages that are open and that she has not acknowledged. */
  async function openFor(staff: string, withRoom: boolean): Promise<readonly PageDelivery[]> {
    const sent = await store.deliveriesTo(staff, clock.now() - limits.pageOpenFor);
    if (sent.length === 0) return [];
    const open = (await waitingPages(store)).filter(({ target }) => withRoom || target !== 'room');
    const pages = new Set(open.map(({ id }) => id));
    const candidates = sent.filter(({ page }) => pages.has(page) || isDrillOpen(page));
    const answered = await Promise.all(
      candidates.map(async ({ page }) =>
        (await store.acknowledgementsOf(page)).some((one) => one.staff === staff),
      ),
    );
    return candidates.filter((_, index) => answered[index] === false);
  }

  const acknowledge = async (staff: string, way: string): Promise<number> =>
    keep(await openFor(staff, true), way);

  return {
    acknowledge,
    async claimed(conversation, staff, at) {
      const answered = (await store.pagesOf(conversation)).filter((page) => page.acknowledgedAt === at);
      const pages = new Set(answered.map(({ id }) => id));
      const sent = await store.deliveriesTo(staff, at - limits.pageOpenFor);
      await keep(
        sent.filter(({ page }) => pages.has(page)),
        'desk',
      );
    },
    async openCall(staff) {
      const open = await openFor(staff, false);
      const [first] = open;
      if (first === undefined) return null;
      return { since: first.at, drill: open.every(({ page }) => isDrillOpen(page)) };
    },
    async acknowledged(call) {
      const delivery = await store.delivery(call);
      if (delivery === null) return 'unknown';
      await keep([delivery], delivery.way);
      return 'done';
    },
    async answered(way, address) {
      const staff = await addresses.ownerOf(way, address);
      return staff === null ? 'unknown' : acknowledge(staff, way);
    },
  };
}
