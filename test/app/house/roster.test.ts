import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyCommit } from '../../../src/app/commit-of.ts';
import type { PagerCall, PagerOutcome, PagerWay } from '../../../src/app/pager-port.ts';
import type { StaffRole } from '../../../src/app/ports.ts';
import { freshPlan, nobodyNamed } from '../../../src/queue/roster.ts';
import type { HouseAnswer, HouseBody, HouseCallName, HouseReply } from '../../../src/wire/house/calls.ts';
import { houseCalls } from '../../../src/wire/house/calls.ts';
import { makeUniverse, newStaff, type Universe } from '../../support/universe.ts';

/* Monday 2 March 2026, nine in the morning in Viet Nam. */

let universe: Universe;
let calls: PagerCall[];
let outcome: PagerOutcome['status'];

const way = (name: string, reaches: PagerWay['reaches']): PagerWay => ({
  name,
  reaches,
  wantsTelephone: reaches === 'anybody',
  send: async (call) => {
    calls.push(call);
    return { status: outcome };
  },
});

beforeEach(async () => {
  calls = [];
  outcome = 'sent';
  universe = await makeUniverse({
    pager: { ways: [way('gateway', 'anybody'), way('push', 'registered')], pushKey: 'public' },
  });
  const staff = (['lan', 'mai', 'sao', 'an'] as const).map((id) => ({
    id,
    name: id,
    role: roleOf(id),
    active: true,
    createdAt: 0,
    shiftSince: null,
    soundTestedAt: null,
  }));
  await universe.store.commit([{ ...emptyCommit(), staff }]);
}, 60_000);
afterEach(async () => {
  expect(universe.faults).toEqual([]);
  await universe.close();
});

const roles: Readonly<Record<string, StaffRole>> = { sao: 'supervisor', an: 'administrator' };
const roleOf = (id: string): StaffRole => roles[id] ?? 'counsellor';

async function ask<Name extends HouseCallName>(
  id: string,
  name: Name,
  body: HouseBody<Name>,
): Promise<HouseAnswer<HouseReply<Name>>> {
  const checked = houseCalls[name].body.safeParse(body);
  if (!checked.success) throw new Error(`${name}: the body is not what its table asks for`);
  const who = { id, name: id, role: roleOf(id) };
  const answer = (await universe.hien.house.call(who, name, checked.data)) as HouseAnswer<HouseReply<Name>>;
  await universe.settle();
  if (answer.status === 'done') houseCalls[name].reply.parse(answer.reply);
  return answer;
}

async function done<Name extends HouseCallName>(id: string, name: Name, body: HouseBody<Name>) {
  const answer = await ask(id, name, body);
  if (answer.status !== 'done') throw new Error(`${name} was refused: ${JSON.stringify(answer)}`);
  return answer.reply;
}

const named = { first: 'lan', second: 'mai', supervisor: 'sao', head: null };
const plan: HouseBody<'roster/plan'>['plan'] = {
  shifts: freshPlan.shifts.map((shift) => ({ ...shift })),
  pattern: { '1': { day: named, night: { ...named, second: null } } },
  holidays: [],
  drill: null,
};
const write = (version = 0, but: Partial<typeof plan> = {}) =>
  ask('sao', 'roster/plan', { version, plan: { ...plan, ...but } });

describe('the roster', () => {
  test('is read as a week, with who is named now and what is missing', async () => {
    await write();
    const week = await done('lan', 'roster/read', {});
    expect(week.now).toEqual({ shift: 'day', date: '2026-03-02', named });
    expect(week.days.map(({ date }) => date)).toHaveLength(7);
    expect(week.days[0]?.shifts.map(({ gap }) => gap)).toEqual([null, 'nobody', 'one-at-night']);
    expect(week).toMatchObject({ version: 1, mayEdit: false, uncovered: false });
    expect((await done('sao', 'roster/read', { date: '2026-03-12' })).days[0]?.date).toBe('2026-03-09');
  });

  test('is edited by supervisors, and of two edits of one version the second is stale', async () => {
    expect(await ask('lan', 'roster/plan', { version: 0, plan })).toMatchObject({ why: 'not-allowed' });
    expect(await write()).toMatchObject({ reply: { version: 1 } });
    expect(await write()).toEqual({ status: 'refused', why: 'stale' });
    expect(await write(1, { drill: { weekday: 2, minute: 0 } })).toMatchObject({ reply: { version: 2 } });
  });

  test.each<[string, Partial<typeof plan>, string]>([
    [
      'somebody who is not on the staff',
      { pattern: { '1': { day: { ...named, first: 'nobody' } } } },
      'staff-unknown',
    ],
    ['a shift that does not exist', { pattern: { '1': { noon: named } } }, 'shift-unknown'],
    ['the same shift twice', { shifts: [...plan.shifts, ...plan.shifts.slice(0, 1)] }, 'shift-twice'],
    [
      'two shifts in one minute',
      {
        shifts: [
          { id: 'a', name: '', from: 0, to: 9 },
          { id: 'b', name: '', from: 8, to: 20 },
        ],
      },
      'shift-overlap',
    ],
    ['a shift without hours', { shifts: [{ id: 'a', name: '', from: 5, to: 5 }] }, 'shift-empty'],
    [
      'a holiday twice',
      {
        holidays: [
          { date: '2026-03-04', name: 'a' },
          { date: '2026-03-04', name: 'b' },
        ],
      },
      'date-twice',
    ],
  ])('%s is refused and named', async (_, but, problem) => {
    const answer = await write(0, but);
    expect(answer).toMatchObject({ status: 'refused', why: 'invalid' });
    expect(answer.status === 'refused' ? answer.detail?.map((one) => one.problem) : []).toContain(problem);
  });

  test('one date has its own names, and goes back to the week’s', async () => {
    await write();
    const body = { date: '2026-03-02', version: 0, shift: 'day', named: { ...named, first: 'mai' } };
    expect(await done('sao', 'roster/date', body)).toEqual({ version: 1 });
    expect((await done('lan', 'roster/read', {})).now?.named.first).toBe('mai');
    await done('sao', 'roster/date', { ...body, version: 1, named: null });
    expect((await done('lan', 'roster/read', {})).now?.named.first).toBe('lan');
  });
});

describe('an exchange', () => {
  const give = { date: '2026-03-02', shift: 'day', place: 'first' } as const;
  const first = async () => (await done('lan', 'roster/read', {})).now?.named.first;

  test('is proposed by one, accepted by the other, and kept', async () => {
    await write();
    const { id } = await done('lan', 'exchange/propose', { to: 'mai', give, take: null });
    expect(await first()).toBe('lan');
    expect(await ask('lan', 'exchange/answer', { id, version: 1, answer: 'accepted' })).toMatchObject({
      why: 'not-allowed',
    });
    await done('mai', 'exchange/answer', { id, version: 1, answer: 'accepted' });
    expect(await first()).toBe('mai');
    const [kept] = (await done('lan', 'roster/read', {})).exchanges;
    expect(kept).toMatchObject({ id, by: 'lan', to: 'mai', state: 'accepted' });
    expect(await ask('mai', 'exchange/answer', { id, version: 2, answer: 'declined' })).toMatchObject({
      why: 'stale',
    });
  });

  test.each(['declined', 'withdrawn'] as const)('once %s it changes nothing', async (answer) => {
    await write();
    const { id } = await done('lan', 'exchange/propose', { to: 'mai', give, take: null });
    await done(answer === 'declined' ? 'mai' : 'lan', 'exchange/answer', { id, version: 1, answer });
    expect(await first()).toBe('lan');
  });

  test('nobody gives away what is not hers, and what changed meanwhile cannot be accepted', async () => {
    await write();
    expect(await ask('mai', 'exchange/propose', { to: 'lan', give, take: null })).toMatchObject({
      detail: [{ field: 'give', problem: 'not-named' }],
    });
    const { id } = await done('lan', 'exchange/propose', { to: 'mai', give, take: null });
    await done('sao', 'roster/date', { date: give.date, version: 0, shift: 'day', named: nobodyNamed });
    expect(await ask('mai', 'exchange/answer', { id, version: 1, answer: 'accepted' })).toMatchObject({
      why: 'gone',
    });
  });
});

describe('reaching staff', () => {
  const subscription = (end: string) => ({
    endpoint: `https://push.example.com/${end}`,
    keys: { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) },
  });

  test('a browser subscribes for its member, once, and can be let go', async () => {
    await done('lan', 'paging/subscribe', subscription('a'));
    await done('lan', 'paging/subscribe', subscription('a'));
    const push = async () =>
      (await done('lan', 'roster/read', {})).reach.filter((line) => line.way === 'push');
    expect(await push()).toEqual([{ staff: 'lan', way: 'push', failing: false }]);
    await done('lan', 'paging/unsubscribe', { endpoint: subscription('a').endpoint });
    expect(await push()).toEqual([]);
  });

  test('a browser that another member signs in to is hers from then on', async () => {
    await done('lan', 'paging/subscribe', subscription('a'));
    await done('mai', 'paging/subscribe', subscription('a'));
    const { reach } = await done('sao', 'roster/read', {});
    expect(reach.filter((line) => line.way === 'push').map(({ staff }) => staff)).toEqual(['mai']);
  });

  test('a telephone number is seen by administrators and its member alone, sealed at rest, and given to the gateway', async () => {
    await done('lan', 'paging/telephone', { staff: 'lan', version: 0, telephone: '0912 345 678' });
    const seen = async (id: string) =>
      (await done(id, 'roster/read', {})).telephones.map((one) => one.telephone);
    expect([await seen('lan'), await seen('an'), await seen('mai'), await seen('sao')]).toEqual([
      ['0912 345 678'],
      ['0912 345 678'],
      [],
      [],
    ]);
    expect(await ask('mai', 'paging/telephone', { staff: 'lan', version: 1, telephone: null })).toMatchObject(
      { why: 'not-allowed' },
    );
    const [row] = await universe.store.records('staff-telephone');
    expect(Buffer.from(row?.body ?? []).toString('latin1')).not.toContain('345');
    await write();
    await done('sao', 'paging/drill', {});
    expect(calls.find(({ staff, address }) => staff === 'lan' && address === null)?.telephone).toBe(
      '0912 345 678',
    );
  });

  test('a subscription that is gone is forgotten', async () => {
    await write();
    await done('lan', 'paging/subscribe', subscription('a'));
    outcome = 'gone';
    await done('sao', 'paging/drill', {});
    expect(await universe.store.records('pager-address')).toEqual([]);
  });
});

describe('a trial of the bell', () => {
  const newest = async () => (await done('sao', 'roster/read', {})).drills[0];

  test('calls everybody named, and is passed when first and second have pressed', async () => {
    await write();
    await done('sao', 'paging/drill', {});
    expect(calls.map(({ staff, target }) => `${staff} ${target}`).toSorted()).toEqual([
      'lan drill',
      'mai drill',
      'sao drill',
    ]);
    expect((await newest())?.passed).toBeNull();
    const lan = await newStaff(universe, 'Lan');
    await universe.settle();
    expect(lan.newest('desk')?.called).toMatchObject({ drill: true });
    expect(await done('lan', 'paging/acknowledge', { way: 'push' })).toEqual({ count: 1 });
    expect(lan.newest('desk')?.called).toBeUndefined();
    await done('mai', 'paging/acknowledge', { way: 'desk' });
    await universe.pass(6_000);
    const drill = await newest();
    expect(drill).toMatchObject({ passed: true, night: false, by: 'sao' });
    expect(drill?.calls.map(({ ways }) => ways)).toEqual(
      Array.from({ length: 3 }, () => [{ way: 'gateway', state: 'sent' }]),
    );
  });

  test('is failed when somebody named was not reached or did not press in time', async () => {
    await write();
    await done('sao', 'paging/drill', {});
    await done('lan', 'paging/acknowledge', { way: 'desk' });
    universe.clock.move(10 * 60_000);
    await universe.pass(6_000);
    expect(await newest()).toMatchObject({ passed: false });
  });

  test('runs by itself once a week at its hour, also after a restart, and counts at night', async () => {
    const night = { night: { ...named, supervisor: null } };
    await write(0, { pattern: { '1': night }, drill: { weekday: 1, minute: 22 * 60 + 30 } });
    universe.clock.move(13 * 3_600_000 + 29 * 60_000);
    await universe.settle();
    expect(calls).toEqual([]);
    await universe.pass(70_000);
    expect(calls.map(({ staff }) => staff).toSorted()).toEqual(['lan', 'mai']);
    await universe.restart();
    await done('lan', 'paging/acknowledge', { way: 'push' });
    await done('mai', 'paging/acknowledge', { way: 'push' });
    await universe.pass(10_000);
    expect(calls).toHaveLength(2);
    const { drills, passedAtNight } = await done('sao', 'roster/read', {});
    expect(drills.map(({ night: atNight, passed, by }) => [atNight, passed, by])).toEqual([
      [true, true, null],
    ]);
    expect(passedAtNight).toBe(1);
  });
});

test('without any way staff are told so in their window', async () => {
  const bare = await makeUniverse();
  const lan = await newStaff(bare, 'Lan');
  expect(lan.newest('desk')?.warnings).toContain('warning.no-pager');
  await bare.close();
  const mai = await newStaff(universe, 'Mai');
  expect(mai.newest('desk')?.warnings).not.toContain('warning.no-pager');
});
