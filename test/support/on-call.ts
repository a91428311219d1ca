import type * as z from 'zod/mini';
import { emptyCommit } from '../../src/app/commit-of.ts';
import type { Parts } from '../../src/app/parts.ts';
import { rosterId, rosterRecords } from '../../src/app/roster-records.ts';
import { freshPlan, type Named, nobodyNamed } from '../../src/queue/roster.ts';
import type { rosterPlan } from '../../src/wire/house/roster.ts';

type PlanRecord = z.infer<typeof rosterPlan>;

/** Accounts with these ids, active and off shift; one called `sao` supervises. */
export async function newAccounts(store: Parts['store'], ids: readonly string[]): Promise<void> {
  const staff = ids.map((id) => ({
    id,
    name: id,
    role: id === 'sao' ? ('supervisor' as const) : ('counsellor' as const),
    active: true,
    createdAt: 0,
    shiftSince: null,
    soundTestedAt: null,
  }));
  await store.commit([{ ...emptyCommit(), staff }]);
}

/** A plan of the usual shifts that names these people at any hour, nobody else. */
export function namedAlways(named: Partial<Named>): PlanRecord {
  const names = Object.fromEntries(freshPlan.shifts.map(({ id }) => [id, { ...nobodyNamed, ...named }]));
  return planOf(Object.fromEntries(['1', '2', '3', '4', '5', '6', '7'].map((day) => [day, names])));
}

/** The same for the night that begins on a Monday. */
export const namedMondayNight = (named: Partial<Named>): PlanRecord =>
  planOf({ 1: { night: { ...nobodyNamed, ...named } } });

const planOf = (pattern: PlanRecord['pattern']): PlanRecord => ({
  shifts: [...freshPlan.shifts],
  pattern,
  holidays: [],
  drill: null,
});

/** Writes the plan over whatever was there. A program that runs reads it within half a minute. */
export async function writePlan(parts: Pick<Parts, 'store' | 'vault'>, value: PlanRecord): Promise<void> {
  const { plans } = rosterRecords(parts);
  const version = (await plans.get(rosterId))?.version ?? 0;
  await plans.put([{ id: rosterId, version, value }], { at: 0, by: null, audit: [] });
}
