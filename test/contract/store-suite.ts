import { afterEach, describe } from 'vitest';
import type { Store } from '../../src/app/ports.ts';
import { deskContract } from './store-desk.ts';
import { houseContract } from './store-house.ts';
import { keepingContract } from './store-keeping.ts';
import { mailContract } from './store-mail.ts';
import { pagesContract } from './store-pages.ts';
import { recordsContract } from './store-records.ts';
import { sharingContract } from './store-sharing.ts';
import { talkContract } from './store-talk.ts';
import { turnContract } from './store-turns.ts';

/** An empty store; `again` opens the same database once more, as another process would (null where none can). */
export interface StoreUnderTest {
  readonly store: Store;
  readonly again: (() => Promise<Store>) | null;
}

/** An empty store for one test; everything that was opened is closed after it. */
export interface Fixture {
  readonly empty: () => Promise<Store>;
  readonly shared: () => Promise<readonly [Store, Store] | null>;
}

/** What every store must do, whatever database it stands on. */
export function storeContract(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    const opened: Store[] = [];
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
    });
    const fixture: Fixture = {
      async empty() {
        const { store } = await create();
        opened.push(store);
        return store;
      },
      async shared() {
        const { store, again } = await create();
        opened.push(store);
        if (!again) return null;
        const other = await again();
        opened.push(other);
        return [store, other];
      },
    };
    for (const contract of [
      talkContract,
      mailContract,
      turnContract,
      deskContract,
      houseContract,
      recordsContract,
      pagesContract,
      keepingContract,
    ]) {
      contract(fixture);
    }
    sharingContract(fixture);
  });
}
