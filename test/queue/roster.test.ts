import { describe, expect, test } from 'vitest';
import {
  hasUncoveredHours,
  isNightShift,
  isRosterNight,
  namedFor,
  onCallAt,
  targetsAfter,
} from '../../src/queue/on-call.ts';
import {
  type Exchange,
  freshPlan,
  type Named,
  nobodyNamed,
  type Roster,
  usualShifts,
} from '../../src/queue/roster.ts';
import { nightGaps, rosterWeek } from '../../src/queue/roster-week.ts';

/* 2 March 2026 is a Monday. Times of day are Viet Nam's. */
const at = (text: string): number => Date.parse(`${text}:00+07:00`);
const pair = (first: string | null, second: string | null = null): Named => ({
  ...nobodyNamed,
  first,
  second,
});

const roster = (but: Partial<Roster> = {}): Roster => ({
  ...freshPlan,
  pattern: {
    '1': { day: pair('lan'), evening: pair('mai'), night: pair('lan', 'mai') },
    '2': { day: pair('mai'), night: pair('mai') },
    '7': { night: pair('hoa', 'lan') },
    holiday: { night: pair('head', 'hoa') },
  },
  dates: {},
  exchanges: [],
  ...but,
});

describe('who is on call', () => {
  test.each([
    ['2026-03-02T06:59', 'night', '2026-03-01', 'hoa'],
    ['2026-03-02T07:00', 'day', '2026-03-02', 'lan'],
    ['2026-03-02T16:59', 'day', '2026-03-02', 'lan'],
    ['2026-03-02T17:00', 'evening', '2026-03-02', 'mai'],
    ['2026-03-02T22:00', 'night', '2026-03-02', 'lan'],
    ['2026-03-03T00:00', 'night', '2026-03-02', 'lan'],
    ['2026-03-03T06:59', 'night', '2026-03-02', 'lan'],
    ['2026-03-03T12:00', 'day', '2026-03-03', 'mai'],
  ])('at %s the shift is %s of %s, and first %s', (moment, shift, date, first) => {
    const found = onCallAt(roster(), at(moment));
    expect([found?.shift.id, found?.date, found?.named.first]).toEqual([shift, date, first]);
  });

  test('hours that no shift covers have nobody', () => {
    const short = roster({ shifts: usualShifts.filter(({ id }) => id !== 'evening') });
    expect(onCallAt(short, at('2026-03-02T18:00'))).toBeNull();
    expect(hasUncoveredHours(short.shifts)).toBe(true);
    expect(hasUncoveredHours(usualShifts)).toBe(false);
  });

  test('a holiday has its own names where they are written, else the weekday’s', () => {
    const tet = roster({ holidays: [{ date: '2026-03-02', name: 'Tết' }] });
    expect(namedFor(tet, '2026-03-02', 'night')).toEqual(pair('head', 'hoa'));
    expect(namedFor(tet, '2026-03-02', 'day')).toEqual(pair('lan'));
    expect(namedFor(tet, '2026-03-09', 'night')).toEqual(pair('lan', 'mai'));
  });

  test('the names of one date go before the holiday’s and the weekday’s', () => {
    const own = roster({
      holidays: [{ date: '2026-03-02', name: 'Tết' }],
      dates: { '2026-03-02': { night: pair('mai', 'hoa') } },
    });
    expect(namedFor(own, '2026-03-02', 'night')).toEqual(pair('mai', 'hoa'));
    expect(namedFor(own, '2026-03-02', 'day')).toEqual(pair('lan'));
  });

  test('night is when a night shift runs', () => {
    expect(isRosterNight(roster(), at('2026-03-02T23:00'))).toBe(true);
    expect(isRosterNight(roster(), at('2026-03-02T12:00'))).toBe(false);
    expect(usualShifts.filter(isNightShift).map(({ id }) => id)).toEqual(['night']);
    expect(isNightShift({ id: 'x', name: '', from: 0, to: 6 * 60 })).toBe(true);
    expect(isNightShift({ id: 'x', name: '', from: 18 * 60, to: 0 })).toBe(false);
  });

  test('whoever cannot be reached is followed in the order of the clocks', () => {
    expect(targetsAfter('first')).toEqual(['second', 'supervisor', 'head', 'everybody']);
    expect(targetsAfter('head')).toEqual(['everybody']);
    expect(targetsAfter('everybody')).toEqual([]);
    expect(targetsAfter('room')).toEqual(['first', 'second', 'supervisor', 'head', 'everybody']);
  });
});

describe('exchanges', () => {
  const exchange = (but: Partial<Exchange> = {}): Exchange => ({
    id: 'x',
    by: 'lan',
    to: 'hoa',
    give: { date: '2026-03-02', shift: 'night', place: 'first' },
    take: { date: '2026-03-08', shift: 'night', place: 'first' },
    state: 'accepted',
    proposedAt: 1,
    answeredAt: 2,
    ...but,
  });
  const after = (...exchanges: readonly Exchange[]): Roster => roster({ exchanges });

  test('both sides change places on the two dates, and nowhere else', () => {
    const done = after(exchange());
    expect(namedFor(done, '2026-03-02', 'night').first).toBe('hoa');
    expect(namedFor(done, '2026-03-08', 'night').first).toBe('lan');
    expect(namedFor(done, '2026-03-09', 'night').first).toBe('lan');
    expect(namedFor(done, '2026-03-02', 'day').first).toBe('lan');
  });

  test.each(['proposed', 'declined', 'withdrawn'] as const)('one that is %s changes nothing', (state) => {
    expect(namedFor(after(exchange({ state })), '2026-03-02', 'night').first).toBe('lan');
  });

  test('without a return only the given turn moves', () => {
    expect(namedFor(after(exchange({ take: null })), '2026-03-08', 'night').first).toBe('hoa');
  });

  test('who is not named there any more gives nothing away', () => {
    const edited = { ...after(exchange()), dates: { '2026-03-02': { night: pair('mai', 'lan') } } };
    expect(namedFor(edited, '2026-03-02', 'night')).toEqual(pair('mai', 'lan'));
  });

  test('what was taken over can be passed on, in the order of the answers', () => {
    const on = exchange({ id: 'y', by: 'hoa', to: 'mai', take: null, answeredAt: 3 });
    expect(namedFor(after(on, exchange()), '2026-03-02', 'night').first).toBe('mai');
  });
});

describe('the week', () => {
  const active = new Set(['lan', 'mai', 'hoa', 'head']);
  const week = rosterWeek(roster(), '2026-03-05', active);
  const gap = (date: string, shift: string) =>
    week.days.find((day) => day.date === date)?.shifts.find((one) => one.shift === shift)?.gap;

  test('runs from Monday to Sunday', () => {
    expect([week.days[0]?.date, week.days[6]?.date]).toEqual(['2026-03-02', '2026-03-08']);
  });

  test.each([
    ['2026-03-02', 'night', null],
    ['2026-03-02', 'evening', null],
    ['2026-03-03', 'night', 'one-at-night'],
    ['2026-03-03', 'evening', 'nobody'],
    ['2026-03-04', 'night', 'nobody'],
  ])('%s %s: %s', (date, shift, expected) => {
    expect(gap(date, shift)).toBe(expected);
  });

  test('the same person twice is one person, and one who left the staff is nobody', () => {
    const twice = roster({ dates: { '2026-03-02': { night: pair('lan', 'lan') } } });
    expect(rosterWeek(twice, '2026-03-02', active).days[0]?.shifts[2]?.gap).toBe('one-at-night');
    expect(rosterWeek(roster(), '2026-03-02', new Set(['mai'])).days[0]?.shifts[2]?.gap).toBe('nobody');
  });

  test('shows what departs from the weekly pattern', () => {
    const own = roster({ dates: { '2026-03-02': { night: pair('mai', 'hoa') } } });
    const monday = rosterWeek(own, '2026-03-02', active).days[0];
    expect(monday?.shifts.map(({ departs }) => departs)).toEqual([false, false, true]);
  });

  test('nights without two people are named for going live', () => {
    expect(nightGaps(roster(), '2026-03-01', 3, active)).toEqual([{ date: '2026-03-03', shift: 'night' }]);
  });
});
