import { describe, expect, test } from 'vitest';
import { type DrillCall, drillDue, isDrillPassed, passedAtNight } from '../../src/queue/drill.ts';

const at = (text: string): number => Date.parse(`${text}:00+07:00`);
/** Wednesdays, half past ten at night. */
const time = { weekday: 3, minute: 22 * 60 + 30 };

describe('when the bell is tried', () => {
  test.each([
    ['2026-03-04T22:29', null],
    ['2026-03-04T22:30', '2026-03-04T22:30'],
    ['2026-03-04T23:30', '2026-03-04T22:30'],
    ['2026-03-04T23:31', null],
    ['2026-03-05T00:00', null],
    ['2026-03-11T22:40', '2026-03-11T22:30'],
  ])('at %s: %s', (now, due) => {
    expect(drillDue(time, at(now))).toBe(due === null ? null : at(due));
  });

  test('just after midnight the evening before is still due', () => {
    expect(drillDue({ weekday: 7, minute: 23 * 60 + 50 }, at('2026-03-09T00:10'))).toBe(
      at('2026-03-08T23:50'),
    );
  });

  test('a centre that switched it off has none', () => {
    expect(drillDue(null, at('2026-03-04T22:30'))).toBeNull();
  });
});

describe('whether it was passed', () => {
  const call = (place: DrillCall['place'], reached = true, acknowledged = true): DrillCall => ({
    place,
    reached,
    acknowledged,
  });
  test.each<[string, readonly DrillCall[], boolean, boolean]>([
    ['both pressed', [call('first'), call('second')], true, true],
    ['nobody named', [], false, false],
    ['one alone by day', [call('first')], false, true],
    ['one alone at night', [call('first')], true, false],
    ['the second did not press', [call('first'), call('second', true, false)], true, false],
    ['the first did not press', [call('first', true, false), call('second')], false, false],
    ['the head cannot be reached', [call('first'), call('second'), call('head', false, false)], true, false],
    ['the head need not press', [call('first'), call('second'), call('head', true, false)], true, true],
  ])('%s', (_, calls, night, passed) => {
    expect(isDrillPassed(calls, night)).toBe(passed);
  });

  test('only passed ones at night count for going live', () => {
    const drill = (night: boolean, passed: boolean | null) => ({ night, passed });
    expect(
      passedAtNight([drill(true, true), drill(false, true), drill(true, false), drill(true, null)]),
    ).toEqual([drill(true, true)]);
  });
});
