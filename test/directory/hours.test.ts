import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatOpening,
  isNight,
  nextOpening,
  type OpeningHours,
  opensNow,
} from '../../src/directory/hours.ts';
import { at } from '../support/register.ts';

const office: OpeningHours = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '07:30', to: '17:00' }];
const overnight: OpeningHours = [{ days: ['fri', 'sat'], from: '20:00', to: '06:00' }];
const wholeDay: OpeningHours = [{ days: ['sun'], from: '00:00', to: '00:00' }];
const ngayMai: OpeningHours = [{ days: ['wed', 'thu', 'fri', 'sat', 'sun'], from: '13:00', to: '20:30' }];

describe('opening hours in Viet Nam', () => {
  test.each<[string, OpeningHours, string, boolean | null]>([
    ['24/7', '24/7', '2026-11-22 03:00', true],
    ['unknown', 'unknown', '2026-11-22 10:00', null],
    ['an empty list', [], '2026-11-22 10:00', null],
    ['office, Monday before it opens', office, '2026-11-23 07:29', false],
    ['office, Monday as it opens', office, '2026-11-23 07:30', true],
    ['office, Monday a minute before it closes', office, '2026-11-23 16:59', true],
    ['office, Monday as it closes', office, '2026-11-23 17:00', false],
    ['office, Sunday', office, '2026-11-22 10:00', false],
    ['overnight, Friday evening', overnight, '2026-11-20 23:30', true],
    ['overnight, early on Saturday', overnight, '2026-11-21 05:59', true],
    ['overnight, Saturday morning', overnight, '2026-11-21 06:00', false],
    ['overnight, early on Sunday', overnight, '2026-11-22 02:00', true],
    ['overnight, early on Friday', overnight, '2026-11-20 02:00', false],
    ['a whole Sunday, at midnight', wholeDay, '2026-11-22 00:00', true],
    ['a whole Sunday, late', wholeDay, '2026-11-22 23:59', true],
    ['a whole Sunday, on Monday', wholeDay, '2026-11-23 00:00', false],
    ['Ngày Mai on Tuesday', ngayMai, '2026-11-24 14:00', false],
    ['Ngày Mai on Wednesday', ngayMai, '2026-11-25 14:00', true],
  ])('%s, %s: %s', (_, hours, local, open) => {
    const answer = opensNow(hours, at(local));
    expect(answer).toBe(open);
  });

  test('a holiday is closed, and a night that began the day before runs on', () => {
    expect(opensNow(office, at('2026-11-23 10:00'), ['2026-11-23'])).toBe(false);
    expect(opensNow(overnight, at('2026-11-21 02:00'), ['2026-11-21'])).toBe(true);
    expect(opensNow(overnight, at('2026-11-21 22:00'), ['2026-11-21'])).toBe(false);
  });

  test.each<[string, OpeningHours, string, readonly string[], string | null]>([
    ['in the evening', office, '2026-11-23 18:00', [], '2026-11-24 07:30'],
    ['early in the morning', office, '2026-11-23 05:00', [], '2026-11-23 07:30'],
    ['over the weekend', office, '2026-11-20 18:00', [], '2026-11-23 07:30'],
    ['over a holiday', office, '2026-11-20 18:00', ['2026-11-23'], '2026-11-24 07:30'],
    ['while open: the next time', office, '2026-11-23 10:00', [], '2026-11-24 07:30'],
    ['always open', '24/7', '2026-11-23 10:00', [], null],
    ['unknown', 'unknown', '2026-11-23 10:00', [], null],
    ['an empty list', [], '2026-11-23 10:00', [], null],
  ])('the next opening %s', (_, hours, local, holidays, next) => {
    expect(nextOpening(hours, at(local), holidays)).toBe(next === null ? null : at(next));
  });

  test('where hours open next, they were closed or begin anew, and they hold then', () => {
    const clock = fc
      .integer({ min: 0, max: 24 * 60 - 1 })
      .map(
        (minutes) =>
          `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`,
      );
    const days = fc.subarray(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const, { minLength: 1 });
    const span = fc.record({ days, from: clock, to: clock });
    const moment = fc.integer({ min: at('2026-01-01 00:00'), max: at('2027-12-31 00:00') });
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 4 }), moment, (hours, now) => {
        const next = nextOpening(hours, now);
        expect(next).not.toBeNull();
        expect(next ?? 0).toBeGreaterThan(now);
        expect(opensNow(hours, next ?? 0)).toBe(true);
        expect((next ?? 0) - now).toBeLessThanOrEqual(8 * 24 * 60 * 60_000);
      }),
    );
  });

  test.each<[string, string, string]>([
    ['2026-11-24 07:30', '2026-11-23 18:00', '7:30'],
    ['2026-11-23 13:05', '2026-11-23 10:00', '13:05'],
    ['2026-11-23 07:00', '2026-11-20 18:00', '7:00 23/11'],
    ['2026-11-24 18:00', '2026-11-23 18:00', '18:00 24/11'],
  ])('%s, seen at %s, reads %s', (opening, now, text) =>
    expect(formatOpening(at(opening), at(now))).toBe(text),
  );

  test.each<[string, boolean]>([
    ['2026-11-22 21:59', false],
    ['2026-11-22 22:00', true],
    ['2026-11-22 05:59', true],
    ['2026-11-22 06:00', false],
  ])('%s is night: %s', (local, night) => expect(isNight(at(local))).toBe(night));
});
