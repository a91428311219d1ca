import { drillDue, drillTimes, isDrillPassed, passedAtNight } from '../queue/drill.ts';
import { isNightShift, onCallAt } from '../queue/on-call.ts';
import { rosterPlaces } from '../queue/roster.ts';
import { onlyActive } from '../queue/roster-week.ts';
import type { DrillView } from '../wire/house/roster.ts';
import { limits } from './limits.ts';
import { orElse } from './or-else.ts';
import type { Paging } from './paging.ts';
import type { Parts } from './parts.ts';
import type { Kept } from './records.ts';
import type { RosterBook } from './roster-book.ts';
import type { DrillRecord } from './roster-records.ts';

export interface Drills {
  /** Tries the bell with everybody named for the shift that runs. `id` names the trial. */
  start(by: string | null, planned: number | null, id?: string): Promise<string>;
  /** The newest trials with what became of each call, newest first. */
  views(): Promise<readonly DrillView[]>;
  /** How many were passed at night, ever. */
  passedAtNight(): Promise<number>;
  isOpen(id: string): boolean;
  /** Closes what is over, starts what is due. */
  look(): Promise<void>;
}

/** The weekly trial of the bell, end to end: the same pages by the same ways, and the same "I have it". */
export async function makeDrills(parts: Parts, book: RosterBook, paging: Paging): Promise<Drills> {
  const { store, clock, chance } = parts;
  const { drills } = book.records;
  const open = new Set<string>();
  let isTakenUp = false;

  /** The trials that an earlier process left open: read once, at the first look at which they can be. */
  async function takeUp(): Promise<void> {
    if (isTakenUp) return;
    for (const { id, value } of await drills.list()) if (value.closedAt === null) open.add(id);
    isTakenUp = true;
  }
  await orElse(parts, 'drills-unread', takeUp, undefined);

  async function start(by: string | null, planned: number | null, id: string = chance.id()): Promise<string> {
    const { roster, staff } = await book.page();
    const at = clock.now();
    const running = onCallAt(roster, at);
    const named = running === null ? null : onlyActive(running.named, new Set(staff.keys()));
    const calls = rosterPlaces.flatMap((place) => {
      const member = named?.[place] ?? null;
      return member === null ? [] : [{ place, staff: member }];
    });
    const night = running !== null && isNightShift(running.shift);
    const value: DrillRecord = { at, by, planned, night, calls, closedAt: null, passed: null };
    const audit = [{ at, action: 'drill', pseudonym: null, by, params: {} }] as const;
    if ((await drills.put([{ id, version: 0, value }], { at, by, audit })) === 'stale') return id;
    open.add(id);
    await store.addDeliveries(await paging.planDrill(id, [...new Set(calls.map((call) => call.staff))]));
    paging.wake();
    return id;
  }

  async function viewOf({ id, value }: Kept<DrillRecord>): Promise<DrillView> {
    const [deliveries, answers] = await Promise.all([store.deliveriesOf(id), store.acknowledgementsOf(id)]);
    const calls = value.calls.map(({ place, staff }) => ({
      place,
      staff,
      ways: deliveries.filter((one) => one.staff === staff).map(({ way, state }) => ({ way, state })),
      acknowledgedAt: answers.find((one) => one.staff === staff)?.at ?? null,
    }));
    return { id, at: value.at, by: value.by, night: value.night, calls, passed: value.passed };
  }

  const judged = (view: DrillView): boolean =>
    isDrillPassed(
      view.calls.map(({ place, ways, acknowledgedAt }) => ({
        place,
        // Who answered was reached, also when the way itself was not waited for any more.
        reached: acknowledgedAt !== null || ways.some(({ state }) => state === 'sent'),
        acknowledged: acknowledgedAt !== null,
      })),
      view.night,
    );

  /** Over when its time is up, or as soon as it is passed. */
  async function close(id: string): Promise<void> {
    const kept = await drills.get(id);
    if (kept === null) return void open.delete(id);
    const now = clock.now();
    const passed = judged(await viewOf(kept));
    if (!passed && now - kept.at < drillTimes.answerWithin) return;
    const value = { ...kept.value, closedAt: now, passed };
    await drills.put([{ id, version: kept.version, value }], { at: now, by: null, audit: [] });
    open.delete(id);
    parts.bus.publish({ type: 'desk' });
  }

  async function startDue(): Promise<void> {
    const { roster } = await book.page();
    const planned = parts.pager === undefined ? null : drillDue(roster.drill, clock.now());
    if (planned === null) return;
    const id = `weekly-${String(planned)}`;
    if ((await drills.get(id)) === null) await start(null, planned, id);
  }

  return {
    start,
    async views() {
      const kept = (await drills.list()).toSorted((a, b) => b.value.at - a.value.at);
      return Promise.all(kept.slice(0, limits.drillsShown).map(viewOf));
    },
    passedAtNight: async () => passedAtNight((await drills.list()).map(({ value }) => value)).length,
    isOpen: (id) => open.has(id),
    async look() {
      await takeUp();
      for (const id of open) await close(id);
      await startDue();
    },
  };
}
