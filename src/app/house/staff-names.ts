import type { Parts } from '../parts.ts';
import type { Kept } from '../records.ts';

/** Names of the staff by id, also of those who left. */
export async function staffNames({ store }: Pick<Parts, 'store'>): Promise<ReadonlyMap<string, string>> {
  return new Map((await store.staff()).map(({ id, name }) => [id, name]));
}

/** When a record was last changed and by whom, as screens show it; null where there is no record. */
export const changedBy = (
  kept: Pick<Kept<unknown>, 'at' | 'by'> | null,
  names: ReadonlyMap<string, string>,
): { readonly at: number; readonly by: string } | null =>
  kept === null ? null : { at: kept.at, by: kept.by === null ? '' : (names.get(kept.by) ?? '?') };
