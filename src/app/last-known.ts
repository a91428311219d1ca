import { limits } from './limits.ts';
import type { Parts } from './parts.ts';

/** A page read once and shared until it is old or changed. */
export interface LastKnown<Page> {
  /** At most half a minute old; where it cannot be read, the one read last. Rejects where there is none. */
  page(): Promise<Page>;
  /** Something of it was written: the next look reads anew. */
  changed(): void;
}

/**
 * Keeps what `read` gave. Help must not wait for a record that does not open (promise 1): then the fault is reported, the
 * last page serves, and the next look tries again. Before anything was read `first` serves; without it the look rejects,
 * where "nothing is known" must not be taken for "there is nothing".
 */
export function lastKnown<Page>(
  { clock, report }: Pick<Parts, 'clock' | 'report'>,
  fault: string,
  read: () => Promise<Page>,
  first?: Page,
): LastKnown<Page> {
  let known: { readonly page: Page } | undefined = first === undefined ? undefined : { page: first };
  let kept: { readonly at: number; readonly page: Promise<Page> } | null = null;

  async function readOrKnown(): Promise<Page> {
    try {
      const page = await read();
      known = { page };
      return page;
    } catch (cause) {
      kept = null;
      if (known === undefined) throw cause;
      report(fault, cause);
      return known.page;
    }
  }

  return {
    page() {
      const now = clock.now();
      if (kept !== null && now - kept.at < limits.rosterKept) return kept.page;
      const page = readOrKnown();
      kept = { at: now, page };
      return page;
    },
    changed() {
      kept = null;
    },
  };
}
