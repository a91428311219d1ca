import type * as z from 'zod/mini';
import { contexts, openJson, sealJson } from './bodies.ts';
import { emptyCommit } from './commit-of.ts';
import type { Parts } from './parts.ts';
import type { AuditRow, RecordRow } from './ports.ts';
import { StoreFault } from './turns.ts';

/** One record, opened. `version` is what a later change must name. */
export interface Kept<Value> {
  readonly id: string;
  readonly version: number;
  /** When it was last changed, ms since 1970, and by whom (staff id; null: the program). */
  readonly at: number;
  readonly by: string | null;
  readonly value: Value;
}

/** A change of one record: `value` null removes it. `version` is the one the editor saw, 0 for a new record. */
export interface Change<Value> {
  readonly id: string;
  readonly version: number;
  readonly value: Value | null;
}

/** Who changes something, when, and the line of the audit. */
export interface Hand {
  readonly at: number;
  readonly by: string | null;
  readonly audit: readonly AuditRow[];
}

/** Records of one kind, sealed at rest under the system's key. */
export interface Collection<Value> {
  get(id: string): Promise<Kept<Value> | null>;
  /** Those that were not removed, by id; with `since` only those changed at or after it. */
  list(since?: number): Promise<readonly Kept<Value>[]>;
  /** All versions, newest first; removed ones have no value. */
  history(id: string): Promise<readonly (Omit<Kept<Value>, 'value'> & { readonly value: Value | null })[]>;
  /** The row of a change, for a commit that holds more than this. */
  row(change: Change<Value>, hand: Pick<Hand, 'at' | 'by'>): RecordRow;
  /** Writes changes together. `stale`: somebody changed one of them meanwhile, and nothing was written. */
  put(changes: readonly Change<Value>[], hand: Hand): Promise<'done' | 'stale'>;
}

/**
 * The collection of `kind`. Bodies are checked against `schema` when they are opened: a body that an older program
 * wrote must still pass (give new fields defaults); one that does not pass throws.
 */
export function collectionOf<Value>(
  { store, vault }: Pick<Parts, 'store' | 'vault'>,
  kind: string,
  schema: Pick<z.ZodMiniType<Value>, 'parse'>,
): Collection<Value> {
  const open = (row: RecordRow): Value | null =>
    row.body === null
      ? null
      : schema.parse(openJson(vault.system, row.body, contexts.record(kind, row.id, row.version)));

  const kept = (row: RecordRow): readonly Kept<Value>[] => {
    const value = open(row);
    return value === null ? [] : [{ id: row.id, version: row.version, at: row.at, by: row.by, value }];
  };

  function row({ id, version, value }: Change<Value>, { at, by }: Pick<Hand, 'at' | 'by'>): RecordRow {
    const next = version + 1;
    const body = value === null ? null : sealJson(vault.system, value, contexts.record(kind, id, next));
    return { kind, id, version: next, at, by, body };
  }

  return {
    get: async (id) => {
      const found = await store.record(kind, id);
      return found === null ? null : (kept(found)[0] ?? null);
    },
    list: async (since) => (await store.records(kind, since)).flatMap(kept),
    history: async (id) =>
      (await store.recordHistory(kind, id)).map((found) => ({
        id: found.id,
        version: found.version,
        at: found.at,
        by: found.by,
        value: open(found),
      })),
    row,
    async put(changes, hand) {
      const [result] = await store.commit([
        { ...emptyCommit(), records: changes.map((change) => row(change, hand)), audit: [...hand.audit] },
      ]);
      if (result?.status === 'committed') return 'done';
      if (result?.status === 'stale') return 'stale';
      throw new StoreFault(result);
    },
  };
}
