import { namedFor, onCallAt } from '../../queue/on-call.ts';
import type { Exchange, Turn } from '../../queue/roster.ts';
import { namesProblems, planProblems } from '../../queue/roster-problems.ts';
import { onlyActive, rosterWeek } from '../../queue/roster-week.ts';
import { vietTime } from '../../text/viet-time.ts';
import type { HouseAnswer, HouseReply } from '../../wire/house/calls.ts';
import type { rosterCalls } from '../../wire/house/roster.ts';
import type { StaffIdentity } from '../desk-door.ts';
import type { Drills } from '../drills.ts';
import type { Paging } from '../paging.ts';
import type { Parts } from '../parts.ts';
import type { AuditRow } from '../ports.ts';
import type { Hand } from '../records.ts';
import type { RosterBook, RosterPage } from '../roster-book.ts';
import { rosterId } from '../roster-records.ts';
import { done, type Handlers, refused } from './handlers.ts';

/** What the roster's screen works with. */
export interface RosterDesk {
  readonly book: RosterBook;
  readonly paging: Paging;
  readonly drills: Drills;
}

const edits: ReadonlySet<string> = new Set(['supervisor', 'administrator']);

/** The roster's screen and the ways to be reached: who is called when, exchanges, trials of the bell. */
export function makeRosterCalls(
  parts: Parts,
  { book, paging, drills }: RosterDesk,
): Handlers<typeof rosterCalls> {
  const { clock } = parts;
  const { plans, dates, exchanges, telephones } = book.records;

  const hand = (by: StaffIdentity, action: AuditRow['action'], params: AuditRow['params'] = {}): Hand => {
    const at = clock.now();
    return { at, by: by.id, audit: [{ at, action, pseudonym: null, by: by.id, params }] };
  };

  /** Consoles and waiting lines follow at once. */
  function changed(): void {
    book.changed();
    parts.bus.publish({ type: 'desk' });
  }

  /** As it stands now: staff and names may just have changed. */
  function fresh(): Promise<RosterPage> {
    book.changed();
    return book.page();
  }

  const idsOf = (page: RosterPage): ReadonlySet<string> => new Set(page.staff.keys());

  /** The plan with names of people who are no longer there taken as nobody's. */
  async function read(by: StaffIdentity, date?: string): Promise<HouseReply<'roster/read'>> {
    const [page, plan, dated, kept] = await Promise.all([
      fresh(),
      plans.get(rosterId),
      dates.list(),
      exchanges.list(),
    ]);
    const now = clock.now();
    const today = vietTime(now).date;
    const { roster } = page;
    const week = rosterWeek(roster, date ?? today, idsOf(page));
    const running = onCallAt(roster, now);
    const { shifts, pattern, holidays, drill } = roster;
    return {
      today,
      now:
        running === null
          ? null
          : { shift: running.shift.id, date: running.date, named: onlyActive(running.named, idsOf(page)) },
      plan: {
        shifts: shifts.map((shift) => ({ ...shift })),
        pattern: { ...pattern },
        holidays: [...holidays],
        drill,
      },
      version: plan?.version ?? 0,
      days: week.days.map((day) => ({
        ...day,
        shifts: [...day.shifts],
        version: dated.find(({ id }) => id === day.date)?.version ?? 0,
      })),
      uncovered: week.uncovered,
      staff: [...page.staff.values()].map(({ id, name, role }) => ({ id, name, role })),
      exchanges: kept.map(({ id, version, value }) => ({ ...value, id, version })),
      drills: [...(await drills.views())],
      passedAtNight: await drills.passedAtNight(),
      reach: (await paging.lines()).map(({ staff, way, failing }) => ({ staff, way: way.name, failing })),
      telephones: await telephonesFor(by),
      mayEdit: edits.has(by.role),
    };
  }

  async function telephonesFor(by: StaffIdentity): Promise<HouseReply<'roster/read'>['telephones']> {
    const all = await telephones.list();
    return all
      .filter(({ id }) => by.role === 'administrator' || id === by.id)
      .map(({ id, version, value }) => ({ staff: id, version, telephone: value.telephone ?? '' }));
  }

  const isNamed = ({ roster }: RosterPage, staff: string, { date, shift, place }: Turn): boolean =>
    namedFor(roster, date, shift)[place] === staff;

  async function propose(
    by: StaffIdentity,
    { to, give, take }: Pick<Exchange, 'to' | 'give' | 'take'>,
  ): Promise<HouseAnswer<{ id: string }>> {
    const page = await fresh();
    const colleague = page.staff.get(to);
    if (colleague === undefined || to === by.id)
      return refused('invalid', [{ field: 'to', problem: 'staff-unknown' }]);
    if (!isNamed(page, by.id, give)) return refused('invalid', [{ field: 'give', problem: 'not-named' }]);
    if (take !== null && !isNamed(page, to, take))
      return refused('invalid', [{ field: 'take', problem: 'not-named' }]);
    const id = parts.chance.id();
    const asked = { by: by.id, to, give, take, proposedAt: clock.now() };
    const value = { ...asked, state: 'proposed' as const, answeredAt: null };
    await exchanges.put([{ id, version: 0, value }], hand(by, 'exchange', { state: 'proposed' }));
    changed();
    return done({ id });
  }

  /** Who proposed may withdraw; only the other may accept or decline, and only while both are still named. */
  async function answer(
    by: StaffIdentity,
    { id, version, answer: state }: { id: string; version: number; answer: Exchange['state'] },
  ): Promise<HouseAnswer<{ version: number }>> {
    const [page, kept] = await Promise.all([fresh(), exchanges.get(id)]);
    if (kept === null) return refused('gone');
    const { value } = kept;
    if (by.id !== (state === 'withdrawn' ? value.by : value.to)) return refused('not-allowed');
    if (value.state !== 'proposed') return refused('stale');
    const stands =
      isNamed(page, value.by, value.give) && (value.take === null || isNamed(page, value.to, value.take));
    if (state === 'accepted' && !stands) return refused('gone');
    const next = { ...value, state, answeredAt: clock.now() };
    const outcome = await exchanges.put([{ id, version, value: next }], hand(by, 'exchange', { state }));
    if (outcome === 'stale') return refused('stale');
    changed();
    return done({ version: version + 1 });
  }

  return {
    'roster/read': async (by, { date }) => done(await read(by, date)),
    async 'roster/plan'(by, { version, plan }) {
      const problems = planProblems(plan, idsOf(await fresh()));
      if (problems.length > 0) return refused('invalid', problems);
      const change = { id: rosterId, version, value: plan };
      if ((await plans.put([change], hand(by, 'roster'))) === 'stale') return refused('stale');
      changed();
      return done({ version: version + 1 });
    },
    async 'roster/date'(by, { date, version, shift, named }) {
      const page = await fresh();
      const before = page.roster.dates[date] ?? {};
      const { [shift]: _, ...others } = before;
      const names = named === null ? others : { ...others, [shift]: named };
      const problems = namesProblems(names, page.roster.shifts, idsOf(page));
      if (problems.length > 0) return refused('invalid', problems);
      const change = { id: date, version, value: { names } };
      if ((await dates.put([change], hand(by, 'roster', { date }))) === 'stale') return refused('stale');
      changed();
      return done({ version: version + 1 });
    },
    'exchange/propose': propose,
    'exchange/answer': answer,
    'paging/drill': async (by) => done({ id: await drills.start(by.id, null) }),
    'paging/acknowledge': async (by, { way }) => done({ count: await paging.acknowledge(by.id, way) }),
    'paging/push-key': async () => done({ key: parts.pager?.pushKey ?? null }),
    async 'paging/subscribe'(by, subscription) {
      await paging.register(by.id, 'push', JSON.stringify(subscription));
      return done({});
    },
    async 'paging/unsubscribe'(by, { endpoint }) {
      await paging.forgetOf(by.id, 'push', (address) => address.includes(JSON.stringify(endpoint)));
      return done({});
    },
    async 'paging/telephone'(by, { staff, version, telephone }) {
      if (staff !== by.id && by.role !== 'administrator') return refused('not-allowed');
      const change = { id: staff, version, value: { telephone } };
      if ((await telephones.put([change], hand(by, 'telephone'))) === 'stale') return refused('stale');
      return done({});
    },
  };
}
