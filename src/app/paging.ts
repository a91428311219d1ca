import type { PageTarget } from '../conversation/effect.ts';
import { targetsAfter } from '../queue/on-call.ts';
import { limits } from './limits.ts';
import type { PageDelivery, PageDeliveryRow } from './page-rows.ts';
import type { PagerDoor, PagerOutcome } from './pager-port.ts';
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
import { addressKind } from './roster-records.ts';
import type { Turns } from './turns.ts';

/** What is open for one member of staff: since when, and whether it is only a trial. */
export interface OpenCall {
  readonly since: number;
  readonly drill: boolean;
}

export interface Paging extends PagerDoor {
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
  /** She took the line at that moment: she has heard what called her to it. */
  claimed(conversation: string, staff: string, at: number): Promise<void>;
  /** "I have it": all that is open for her. How many. */
  acknowledge(staff: string, way: string): Promise<number>;
  openCall(staff: string): Promise<OpenCall | null>;
  /** Her addresses with a way that fit go. */
  forgetOf(staff: string, way: string, fits: (address: string) => boolean): Promise<void>;
  idle(): Promise<void>;
  /** Takes up what an earlier process left, and looks again and again; returns the function that ends it. */
  run(turns: Turns, isDrillOpen: (id: string) => boolean): () => void;
}

/** Tried by now, and not taken. */
const isFailed = ({ state, attempts }: PageDelivery): boolean =>
  attempts > 0 && (state === 'waiting' || state === 'failed');

/** Reaches staff outside an open console: by every way, again and again within the clock that called. */
export async function makePaging(parts: Parts, book: RosterBook): Promise<Paging> {
  const { store, clock, chance, pager } = parts;
  const health: WayHealth = wayHealth(await store.newestDeliveries(limits.waysRemembered));
  const running = new Map<string, Promise<void>>();
  let turns: Turns | null = null;
  let isDrillOpen: (id: string) => boolean = () => false;

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

  /** A page is open until its line is claimed or gone. */
  async function openPages(): Promise<readonly PageRow[]> {
    const [pages, queue] = await Promise.all([store.openPages(), store.queue()]);
    const waiting = new Set(queue.filter(({ holder }) => holder === null).map((one) => one.conversation));
    return pages.filter(({ conversation }) => waiting.has(conversation));
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
    if (outcome.status === 'acknowledged') await acknowledgePages([delivery], delivery.way);
  }

  async function notTaken(delivery: PageDelivery, outcome: PagerOutcome): Promise<void> {
    const now = clock.now();
    const retryAt = now + Math.min(2 ** delivery.attempts * limits.pageRetry, limits.pageRetryAtMost);
    if (outcome.status === 'gone') await forget(delivery.address);
    if (outcome.status === 'gone' || retryAt > delivery.until)
      await store.settleDelivery(delivery.id, 'failed', now);
    else await store.retryDelivery(delivery.id, retryAt);
    const page = (await openPages()).find(({ id }) => id === delivery.page);
    if (page !== undefined) await moveOn(page.conversation);
  }

  async function sendBy(delivery: PageDelivery): Promise<PagerOutcome> {
    const way = pager?.ways.find(({ name }) => name === delivery.way);
    const { roster: _, ...known } = await book.page();
    const kept = known.addresses.find(({ id }) => id === delivery.address);
    if (way === undefined || (delivery.address !== '' && kept === undefined)) return { status: 'gone' };
    const page = (await openPages()).find(({ id }) => id === delivery.page);
    const { text } = parts.catalogue.render('console:page.text', 'vi', {});
    const telephone = way.wantsTelephone ? await book.records.telephones.get(delivery.staff) : null;
    try {
      return await way.send({
        id: delivery.id,
        staff: delivery.staff,
        target: page?.target ?? 'drill',
        text,
        address: kept?.address ?? null,
        telephone: telephone?.value.telephone ?? null,
      });
    } catch (fault) {
      parts.report('page-failed', fault);
      return { status: 'failed' };
    }
  }

  /**
   * No way took it: the next target that can be called is, at once (safety-content §1). The last one called decides;
   * the room rings by itself.
   */
  async function moveOn(conversation: string): Promise<void> {
    const open = (await openPages()).filter(
      (page) => page.conversation === conversation && page.target !== 'room',
    );
    const last = open
      .toSorted((a, b) => targetsAfter(b.target).length - targetsAfter(a.target).length)
      .at(-1);
    if (last === undefined || clock.now() - last.at > limits.pageMovesOnWithin) return;
    if (!(await isUndelivered(last, open))) return;
    const next = await nextAfter(last);
    if (next === null) return;
    const event = { type: 'page-undelivered', next } as const;
    await turns?.submit(conversation, 'console', event, `call ${next} after ${last.id}`);
  }

  /** Where she has no way, or nobody is named, it counts only when nobody else could be reached for this line. */
  async function isUndelivered(last: PageRow, open: readonly PageRow[]): Promise<boolean> {
    const own = await store.deliveriesOf(last.id);
    if (own.length > 0) return own.every(isFailed);
    const all = await Promise.all(open.map(({ id }) => store.deliveriesOf(id)));
    return all.flat().every(isFailed);
  }

  async function nextAfter({ target }: PageRow): Promise<PageTarget | null> {
    const known = await book.page();
    const can = (next: PageTarget) =>
      linesTo(known, pager, membersOf(known, next, clock.now(), []), next).length > 0;
    return targetsAfter(target).find(can) ?? null;
  }

  async function lines(): ReturnType<Paging['lines']> {
    const page = await book.page();
    const everybody = membersOf(page, 'everybody', clock.now(), []);
    return linesTo(page, pager, everybody, 'everybody').map((line) => ({
      ...line,
      failing: health.isFailing(line),
    }));
  }

  const forget = async (address: string): Promise<void> => {
    if (address === '') return;
    await store.forgetRecord(addressKind, address);
    book.changed();
  };

  async function acknowledgePages(deliveries: readonly PageDelivery[], way: string): Promise<number> {
    const at = clock.now();
    const pages = new Map(deliveries.map(({ page, staff }) => [page, staff]));
    for (const [page, staff] of pages) await store.acknowledgePage({ page, staff, way, at });
    for (const { id, state } of deliveries)
      if (state === 'waiting') await store.settleDelivery(id, 'dropped', at);
    parts.bus.publish({ type: 'desk' });
    return pages.size;
  }

  /** Her deliveries of pages that are open and that she has not acknowledged. */
  async function openFor(staff: string): Promise<readonly PageDelivery[]> {
    const sent = await store.deliveriesTo(staff, clock.now() - limits.pageOpenFor);
    if (sent.length === 0) return [];
    const open = new Set((await openPages()).map(({ id }) => id));
    const candidates = sent.filter(({ page }) => open.has(page) || isDrillOpen(page));
    const answered = await Promise.all(
      candidates.map(async ({ page }) =>
        (await store.acknowledgementsOf(page)).some((one) => one.staff === staff),
      ),
    );
    return candidates.filter((_, index) => answered[index] === false);
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
  function wake(): Promise<void> {
    const work = look()
      .catch((fault: unknown) => parts.report('pages-failed', fault))
      .finally(() => looking.delete(work));
    looking.add(work);
    return work;
  }

  async function takeUp(pages: readonly PageRow[]): Promise<void> {
    for (const conversation of new Set(pages.map((page) => page.conversation))) await moveOn(conversation);
  }

  return {
    plan,
    async planDrill(drill, members) {
      return linesTo(await book.page(), pager, members, 'drill').map((line) => rowOf(drill, line));
    },
    committed(pages) {
      if (pager === undefined || pages.length === 0) return;
      void wake();
      takeUp(pages).catch((fault: unknown) => parts.report('pages-failed', fault));
    },
    wake: () => void wake(),
    reach: () => reachAt(book, pager, health, clock.now()),
    lines,
    async warnings() {
      const known = await lines();
      if (known.length === 0) return ['warning.no-pager'];
      return known.every(({ failing }) => failing) ? ['warning.pager-failing'] : [];
    },
    async claimed(conversation, staff, at) {
      const answered = (await store.pagesOf(conversation)).filter((page) => page.acknowledgedAt === at);
      const pages = new Set(answered.map(({ id }) => id));
      const sent = await store.deliveriesTo(staff, at - limits.pageOpenFor);
      await acknowledgePages(
        sent.filter(({ page }) => pages.has(page)),
        'desk',
      );
    },
    acknowledge: async (staff, way) => acknowledgePages(await openFor(staff), way),
    async openCall(staff) {
      const open = await openFor(staff);
      const [first] = open;
      if (first === undefined) return null;
      return { since: first.at, drill: open.every(({ page }) => isDrillOpen(page)) };
    },
    async acknowledged(call) {
      const delivery = await store.delivery(call);
      if (delivery === null) return 'unknown';
      await acknowledgePages([delivery], delivery.way);
      return 'done';
    },
    async answered(way, address) {
      const kept = await book.records.addresses.get(addressId(way, address));
      return kept === null ? 'unknown' : acknowledgePages(await openFor(kept.value.staff), way);
    },
    async register(staff, way, address) {
      const id = addressId(way, address);
      const now = clock.now();
      const { addresses } = book.records;
      const before = await addresses.get(id);
      if (before?.value.staff === staff) return;
      const change = { id, version: before?.version ?? 0, value: { staff, way, address } };
      await addresses.put([change], { at: now, by: staff, audit: [] });
      health.heard({ way, address: id }, true);
      book.changed();
      parts.bus.publish({ type: 'desk' });
    },
    async forgetOf(staff, way, fits) {
      const { addresses } = await book.page();
      for (const kept of addresses)
        if (kept.staff === staff && kept.way === way && fits(kept.address)) await forget(kept.id);
    },
    unregister: (way, address) => forget(addressId(way, address)),
    async idle() {
      await Promise.all(looking);
      await Promise.all(running.values());
    },
    run(own, drillOpen) {
      turns = own;
      isDrillOpen = drillOpen;
      openPages()
        .then(takeUp)
        .catch((fault: unknown) => parts.report('pages-failed', fault));
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

  function addressId(way: string, address: string): string {
    return parts.vault.keyedHash('address', `${way} ${address}`);
  }
}
