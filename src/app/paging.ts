import { limits } from './limits.ts';
import { orElse } from './or-else.ts';
import { makePageAnswers, type PageAnswers } from './page-answers.ts';
import type { PageDelivery, PageDeliveryRow } from './page-rows.ts';
import { makePagerAddresses, type PagerAddresses } from './pager-addresses.ts';
import type { PagerOutcome } from './pager-port.ts';
import { makePageMoves, waitingPages } from './paging-moves.ts';
import {
  type Line,
  linesTo,
  membersOf,
  type Reach,
  reachAt,
  type WayHealth,
  wayHealth,
} from './paging-reach.ts';
import type { Parts } from './parts.ts';
import type { PageRow } from './ports.ts';
import type { RosterBook } from './roster-book.ts';
import type { Turns } from './turns.ts';

export interface Paging extends PageAnswers, Omit<PagerAddresses, 'ownerOf' | 'forget'> {
  /** The deliveries of these pages, for the commit that writes them. `onShift`: whose consoles are heard. */
  plan(pages: readonly PageRow[], onShift: readonly string[]): Promise<readonly PageDeliveryRow[]>;
  /** The deliveries of a trial of the bell. */
  planDrill(drill: string, members: readonly string[]): Promise<readonly PageDeliveryRow[]>;
  /** These pages were committed: what is due is sent at once, and what reaches nobody moves on. */
  committed(pages: readonly PageRow[]): void;
  /** Something is due. */
  wake(): void;
  reach(): Promise<Reach>;
  /** Every way to everybody who takes conversations, and whether it is known to fail. */
  lines(): Promise<readonly (Line & { readonly failing: boolean })[]>;
  /** What staff must know of the ways (`warning.*`): there is none, or none is known to work. */
  warnings(): Promise<readonly ('warning.no-pager' | 'warning.pager-failing')[]>;
  idle(): Promise<void>;
  /** Takes up what an earlier process left, and looks again and again; returns the function that ends it. */
  run(turns: Turns, isDrillOpen: (id: string) => boolean): () => void;
}

/** Reaches staff outside an open console: by every way, again and again within the clock that called. */
export async function makePaging(parts: Parts, book: RosterBook): Promise<Paging> {
  const { store, clock, chance, pager } = parts;
  const health: WayHealth = wayHealth(await store.newestDeliveries(limits.waysRemembered));
  const running = new Map<string, Promise<void>>();
  let turns: Turns | null = null;
  let isDrillOpen: (id: string) => boolean = () => false;
  const openPages = (): Promise<readonly PageRow[]> => waitingPages(store);
  const addresses = makePagerAddresses(parts, book, health);
  const answers = makePageAnswers(parts, addresses, (id) => isDrillOpen(id));
  const moves = makePageMoves(parts, book, async (conversation, next, once) => {
    await turns?.submit(conversation, 'console', { type: 'page-undelivered', next }, once);
  });

  const rowOf = (page: string, { staff, way, address }: Line): PageDeliveryRow => {
    const at = clock.now();
    return { id: chance.id(), page, staff, way: way.name, address, at, until: at + limits.pagedFor };
  };

  async function plan(
    pages: readonly PageRow[],
    onShift: readonly string[],
  ): Promise<readonly PageDeliveryRow[]> {
    if (pager === undefined || pages.length === 0) return [];
    const page = await book.page();
    return pages.flatMap(({ id, target }) => {
      const members = membersOf(page, target, clock.now(), onShift);
      return linesTo(page, pager, members, target).map((line) => rowOf(id, line));
    });
  }

  const isOpen = async (page: string): Promise<boolean> =>
    isDrillOpen(page) || (await openPages()).some(({ id }) => id === page);

  async function isNeeded({ page, staff }: PageDelivery): Promise<boolean> {
    if (!(await isOpen(page))) return false;
    return !(await store.acknowledgementsOf(page)).some((one) => one.staff === staff);
  }

  async function deliver(delivery: PageDelivery): Promise<void> {
    if (!(await isNeeded(delivery))) return store.settleDelivery(delivery.id, 'dropped', clock.now());
    const outcome = await sendBy(delivery);
    const works = outcome.status === 'sent' || outcome.status === 'acknowledged';
    health.heard(delivery, works);
    await (works ? taken(delivery, outcome) : notTaken(delivery, outcome));
    parts.bus.publish({ type: 'desk' });
  }

  async function taken(delivery: PageDelivery, outcome: PagerOutcome): Promise<void> {
    await store.settleDelivery(delivery.id, 'sent', clock.now());
    if (outcome.status === 'acknowledged') await answers.acknowledged(delivery.id);
  }

  async function notTaken(delivery: PageDelivery, outcome: PagerOutcome): Promise<void> {
    const now = clock.now();
    const retryAt = now + Math.min(2 ** delivery.attempts * limits.pageRetry, limits.pageRetryAtMost);
    if (outcome.status === 'gone') await addresses.forget(delivery.address);
    if (outcome.status === 'gone' || retryAt > delivery.until)
      await store.settleDelivery(delivery.id, 'failed', now);
    else await store.retryDelivery(delivery.id, retryAt);
    const page = (await openPages()).find(({ id }) => id === delivery.page);
    if (page !== undefined) await moves.moveOn(page.conversation);
  }

  async function sendBy(delivery: PageDelivery): Promise<PagerOutcome> {
    const way = pager?.ways.find(({ name }) => name === delivery.way);
    // A way that this process was started without may be there again tomorrow, with her address.
    if (way === undefined) return { status: 'failed' };
    const page = (await openPages()).find(({ id }) => id === delivery.page);
    const { text } = parts.catalogue.render('console:page.text', 'vi', {});
    try {
      // Read by itself: an address that cannot be read has failed this time, but is not gone.
      const kept = delivery.address === '' ? null : await book.records.addresses.get(delivery.address);
      if (delivery.address !== '' && kept === null) return { status: 'gone' };
      return await way.send({
        id: delivery.id,
        staff: delivery.staff,
        target: page?.target ?? 'drill',
        text,
        address: kept?.value.address ?? null,
        telephone: way.wantsTelephone ? await telephoneOf(delivery.staff) : null,
      });
    } catch (fault) {
      parts.report('page-failed', fault);
      return { status: 'failed' };
    }
  }

  /** The gateway may know her number itself: one that cannot be read holds nothing up. */
  async function telephoneOf(staff: string): Promise<string | null> {
    const { telephones } = book.records;
    const kept = await orElse(parts, 'telephone-unread', () => telephones.get(staff), null);
    return kept?.value.telephone ?? null;
  }

  async function lines(): ReturnType<Paging['lines']> {
    const page = await book.page();
    const everybody = membersOf(page, 'everybody', clock.now(), []);
    return linesTo(page, pager, everybody, 'everybody').map((line) => ({
      ...line,
      failing: health.isFailing(line),
    }));
  }

  async function look(): Promise<void> {
    const due = await store.deliveriesDue(clock.now(), limits.pagesAtOnce);
    for (const delivery of due) {
      if (running.has(delivery.id)) continue;
      const work = deliver(delivery)
        .catch((fault: unknown) => parts.report('page-failed', fault))
        .finally(() => running.delete(delivery.id));
      running.set(delivery.id, work);
    }
  }

  const looking = new Set<Promise<void>>();
  function track(work: Promise<void>): Promise<void> {
    const tracked = work
      .catch((fault: unknown) => parts.report('pages-failed', fault))
      .finally(() => looking.delete(tracked));
    looking.add(tracked);
    return tracked;
  }
  const wake = (): Promise<void> => track(look());

  async function takeUp(pages: readonly PageRow[]): Promise<void> {
    for (const conversation of new Set(pages.map((page) => page.conversation)))
      await moves.moveOn(conversation);
  }

  return {
    ...addresses,
    ...answers,
    plan,
    async planDrill(drill, members) {
      return linesTo(await book.page(), pager, members, 'drill').map((line) => rowOf(drill, line));
    },
    committed(pages) {
      if (pager === undefined || pages.length === 0) return;
      void wake();
      void track(takeUp(pages));
    },
    wake: () => void wake(),
    reach: () => reachAt(book, pager, health, clock.now()),
    lines,
    async warnings() {
      const known = await lines();
      if (known.length === 0) return ['warning.no-pager'];
      return known.every(({ failing }) => failing) ? ['warning.pager-failing'] : [];
    },
    async idle() {
      await Promise.all(looking);
      await Promise.all(running.values());
    },
    run(own, drillOpen) {
      turns = own;
      isDrillOpen = drillOpen;
      void track(openPages().then(takeUp));
      let cancel = (): void => {};
      let stopped = false;
      const next = (): void => {
        if (stopped) return;
        cancel = clock.after(limits.pageTick, () => void wake().finally(next));
      };
      void wake().finally(next);
      return () => {
        stopped = true;
        cancel();
      };
    },
  };
}
