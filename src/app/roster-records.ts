import * as z from 'zod/mini';
import { dayNames, exchange, rosterPlan } from '../wire/house/roster.ts';
import type { Parts } from './parts.ts';
import { type Collection, collectionOf } from './records.ts';

/** What a member of staff registered with a way that reaches her off screen: a browser's subscription, a chat. */
const address = z.object({ staff: z.string(), way: z.string(), address: z.string() });
const dateNames = z.object({ names: dayNames });
/** Null once it was taken out. */
const telephone = z.object({ telephone: z.nullable(z.string()) });

const calls = z.array(
  z.object({ place: z.enum(['first', 'second', 'supervisor', 'head']), staff: z.string() }),
);
const drill = z.object({
  at: z.number(),
  /** Staff id; null: the weekly one, planned for `planned`. */
  by: z.nullable(z.string()),
  planned: z.nullable(z.number()),
  night: z.boolean(),
  calls,
  closedAt: z.nullable(z.number()),
  /** Null while it runs. */
  passed: z.nullable(z.boolean()),
});
export type DrillRecord = z.infer<typeof drill>;

type Kept<Schema extends z.ZodMiniType> = Collection<z.infer<Schema>>;

/** What the centre keeps about who is called: all sealed. */
export interface RosterRecords {
  /** One record, under `rosterId`. */
  readonly plans: Kept<typeof rosterPlan>;
  /** By date. */
  readonly dates: Kept<typeof dateNames>;
  readonly exchanges: Kept<typeof exchange>;
  readonly addresses: Kept<typeof address>;
  /** By staff id. */
  readonly telephones: Kept<typeof telephone>;
  readonly drills: Kept<typeof drill>;
}

/** The plan's one record. */
export const rosterId = 'roster';
/** The kind of the records that hold addresses: forgotten for good when an address is dead. */
export const addressKind = 'pager-address';

export const rosterRecords = (parts: Pick<Parts, 'store' | 'vault'>): RosterRecords => ({
  plans: collectionOf(parts, 'roster', rosterPlan),
  dates: collectionOf(parts, 'roster-date', dateNames),
  exchanges: collectionOf(parts, 'roster-exchange', exchange),
  addresses: collectionOf(parts, addressKind, address),
  telephones: collectionOf(parts, 'staff-telephone', telephone),
  drills: collectionOf(parts, 'drill', drill),
});
