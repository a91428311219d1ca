import type { PagerDoor } from './pager-port.ts';
import type { WayHealth } from './paging-reach.ts';
import type { Parts } from './parts.ts';
import type { RosterBook } from './roster-book.ts';
import { addressKind } from './roster-records.ts';

/** What members of staff registered with ways that reach them off screen; sealed, found by a keyed hash. */
export interface PagerAddresses extends Pick<PagerDoor, 'register' | 'unregister'> {
  /** Who registered this address with this way. */
  ownerOf(way: string, address: string): Promise<string | null>;
  /** Her addresses with a way that fit go. */
  forgetOf(staff: string, way: string, fits: (address: string) => boolean): Promise<void>;
  /** By the record's id: gone for good. */
  forget(id: string): Promise<void>;
}

export function makePagerAddresses(parts: Parts, book: RosterBook, health: WayHealth): PagerAddresses {
  const { store, vault, clock, bus } = parts;
  const { addresses } = book.records;
  const idOf = (way: string, address: string): string => vault.keyedHash('address', `${way} ${address}`);

  async function forget(id: string): Promise<void> {
    if (id === '') return;
    await store.forgetRecord(addressKind, id);
    book.changed();
  }

  return {
    async register(staff, way, address) {
      const id = idOf(way, address);
      const before = await addresses.get(id);
      if (before?.value.staff === staff) return;
      const change = { id, version: before?.version ?? 0, value: { staff, way, address } };
      await addresses.put([change], { at: clock.now(), by: staff, audit: [] });
      health.heard({ way, address: id }, true);
      book.changed();
      bus.publish({ type: 'desk' });
    },
    unregister: (way, address) => forget(idOf(way, address)),
    ownerOf: async (way, address) => (await addresses.get(idOf(way, address)))?.value.staff ?? null,
    async forgetOf(staff, way, fits) {
      for (const kept of (await book.page()).addresses)
        if (kept.staff === staff && kept.way === way && fits(kept.address)) await forget(kept.id);
    },
    forget,
  };
}
