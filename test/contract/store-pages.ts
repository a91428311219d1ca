import { expect, test } from 'vitest';
import type { PageDeliveryRow } from '../../src/app/page-rows.ts';
import { storeLimits } from '../../src/store/limits.ts';
import { change, commitAll, conversationRow, turn } from './store-rows.ts';
import type { Fixture } from './store-suite.ts';

const delivery = (id: string, but: Partial<PageDeliveryRow> = {}): PageDeliveryRow => ({
  id,
  page: 'p',
  staff: 'lan',
  way: 'webhook',
  address: '',
  at: 100,
  until: 1_000,
  ...but,
});
const fresh = { state: 'waiting', attempts: 0, settledAt: null } as const;

/** What became of pages. */
export function pagesContract({ empty }: Fixture): void {
  test('deliveries are written with the turn that pages, or not at all', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), null);
    const page = { id: 'p', conversation: 'c', target: 'first', why: 'sos', at: 100 } as const;
    const whole = turn({ conversation: change('c', 0), pages: [page], deliveries: [delivery('a')] });
    await commitAll(store, whole);
    expect(await store.deliveriesOf('p')).toEqual([{ ...delivery('a'), ...fresh, retryAt: 100 }]);
    const late = turn({ conversation: change('c', 0), deliveries: [delivery('b')] });
    expect(await store.commit([late])).toEqual([{ status: 'stale' }]);
    expect(await store.delivery('b')).toBeNull();
  });

  test('one that failed is due again when it says, and not once it is settled', async () => {
    const store = await empty();
    await store.addDeliveries([delivery('a'), delivery('b', { at: 50 }), delivery('later', { at: 900 })]);
    expect((await store.deliveriesDue(100, 9)).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(await store.deliveriesDue(100, 1)).toHaveLength(1);
    await store.retryDelivery('a', 300);
    await store.settleDelivery('b', 'sent', 110);
    expect(await store.deliveriesDue(299, 9)).toEqual([]);
    expect(await store.deliveriesDue(300, 9)).toEqual([
      { ...delivery('a'), ...fresh, attempts: 1, retryAt: 300 },
    ]);
    await store.settleDelivery('a', 'failed', 310);
    expect(await store.delivery('a')).toMatchObject({ state: 'failed', attempts: 2, settledAt: 310 });
    expect(await store.delivery('b')).toMatchObject({ state: 'sent', attempts: 0, settledAt: 110 });
  });

  test('what is settled stays as it is', async () => {
    const store = await empty();
    await store.addDeliveries([delivery('a')]);
    await store.settleDelivery('a', 'dropped', 110);
    await store.settleDelivery('a', 'sent', 120);
    await store.retryDelivery('a', 200);
    expect(await store.delivery('a')).toMatchObject({ state: 'dropped', attempts: 0, settledAt: 110 });
  });

  test('they are found by page, by staff since an hour, and newest first', async () => {
    const store = await empty();
    await store.addDeliveries([
      delivery('a', { at: 1 }),
      delivery('b', { at: 2, page: 'q' }),
      delivery('c', { at: 3, staff: 'mai' }),
    ]);
    expect((await store.deliveriesOf('p')).map(({ id }) => id)).toEqual(['a', 'c']);
    expect((await store.deliveriesTo('lan', 2)).map(({ id }) => id)).toEqual(['b']);
    expect((await store.newestDeliveries(2)).map(({ id }) => id)).toEqual(['c', 'b']);
  });

  test('the first word of each member of staff stands', async () => {
    const store = await empty();
    await store.acknowledgePage({ page: 'p', staff: 'mai', way: 'push', at: 20 });
    await store.acknowledgePage({ page: 'p', staff: 'lan', way: 'desk', at: 10 });
    await store.acknowledgePage({ page: 'p', staff: 'mai', way: 'desk', at: 30 });
    expect(await store.acknowledgementsOf('p')).toEqual([
      { page: 'p', staff: 'lan', way: 'desk', at: 10 },
      { page: 'p', staff: 'mai', way: 'push', at: 20 },
    ]);
    expect(await store.acknowledgementsOf('q')).toEqual([]);
  });

  test('the pages of a conversation say who claimed it, and when', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), null);
    const page = (id: string, at: number) =>
      ({ id, conversation: 'c', target: 'first', why: 'sos', at }) as const;
    await commitAll(store, turn({ pages: [page('p', 1)] }));
    await commitAll(store, turn({ pagesAcknowledged: [{ conversation: 'c', by: 'lan', at: 5 }] }));
    await commitAll(store, turn({ pages: [page('q', 9)] }));
    expect(await store.pagesOf('c')).toEqual([
      { ...page('p', 1), acknowledgedBy: 'lan', acknowledgedAt: 5 },
      { ...page('q', 9), acknowledgedBy: null, acknowledgedAt: null },
    ]);
  });

  test('they go with their conversation, and after half a year', async () => {
    const store = await empty();
    await store.open(conversationRow('c'), null);
    const page = { id: 'p', conversation: 'c', target: 'first', why: 'sos', at: 100 } as const;
    await commitAll(
      store,
      turn({ conversation: change('c', 0), pages: [page], deliveries: [delivery('a')] }),
    );
    await store.addDeliveries([delivery('drill', { page: 'd' })]);
    await store.acknowledgePage({ page: 'p', staff: 'lan', way: 'desk', at: 100 });
    await store.acknowledgePage({ page: 'd', staff: 'lan', way: 'desk', at: 100 });
    await commitAll(store, turn({ conversation: change('c', 1), forget: true }));
    expect(await store.deliveriesOf('p')).toEqual([]);
    expect(await store.acknowledgementsOf('p')).toEqual([]);
    expect(await store.acknowledgementsOf('d')).toHaveLength(1);
    await store.tidy(100 + storeLimits.pagesKeptMs);
    expect(await store.deliveriesOf('d')).toHaveLength(1);
    await store.tidy(101 + storeLimits.pagesKeptMs);
    expect(await store.deliveriesOf('d')).toEqual([]);
    expect(await store.acknowledgementsOf('d')).toEqual([]);
  });
}
