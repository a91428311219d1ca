import { expect, test } from 'vitest';
import { aDesk, aLine, fixtureNow, held } from '../../../src/web/console/fixtures/people.ts';
import { bellFor, muteNow, soundsOn, titleFor } from '../../../src/web/console/state/alarm.ts';
import type { DeskFrame } from '../../../src/wire/console.ts';

const now = fixtureNow;
const seconds = (count: number): number => count * 1000;
const ringing = (level: 'high' | 'imminent', ...ids: readonly string[]): DeskFrame =>
  aDesk({
    queue: ids.map((conversation) => aLine({ conversation, level })),
    alarm: { ringing: true, worst: level },
  });
const offShift = aDesk({ me: { ...aDesk().me, onShift: false } });
const ownAlarm = aDesk({ mine: [held({ alarm: true })] });
const whispered = aDesk({ mine: [held({ soft: true })] });
const offered = aDesk({ offers: [held()] });
const waitingSilently = aDesk({ queue: [aLine({ level: 'medium', quiet: true })] });

test.each<[string, DeskFrame | null, number | null, string | null]>([
  ['nothing to report', aDesk(), null, null],
  ['an entry that pages nobody', waitingSilently, null, null],
  ['an unclaimed high', ringing('high', 'a'), null, 'soft'],
  ['an unclaimed imminent', ringing('imminent', 'a'), null, 'imminent'],
  ['an alarm in an own talk, whatever its level', ownAlarm, null, 'imminent'],
  ['a colleague’s word in an own talk', whispered, null, 'soft'],
  ['a talk that a colleague offers', offered, null, 'soft'],
  ['a word while an imminent rings', { ...ringing('imminent', 'a'), mine: whispered.mine }, null, 'imminent'],
  ['a line down for nine seconds', aDesk(), now - seconds(9), null],
  ['a line down for ten seconds', aDesk(), now - seconds(10), 'line'],
  ['a line down while an imminent rang', ringing('imminent', 'a'), now - seconds(60), 'imminent'],
  ['a line down off shift', offShift, now - seconds(60), null],
  ['no desk yet', null, now - seconds(60), null],
])('%s', (_what, desk, downSince, bell) => {
  expect(bellFor({ desk, downSince, mute: null }, now)?.bell ?? null).toBe(bell);
});

const one = ringing('high', 'a');
test.each<[string, DeskFrame, number, boolean]>([
  ['the same entry within the minute is silent', one, 59, true],
  ['after a minute it rings again', one, 60, false],
  ['a second entry breaks through', ringing('high', 'a', 'b'), 5, false],
  ['the same entry at a graver level breaks through', ringing('imminent', 'a'), 5, false],
  ['one of two fewer stays silent', ringing('high', 'a'), 5, true],
])('a bell muted for what rang: %s', (_what, desk, later, muted) => {
  const mute = muteNow(one, now);
  expect(bellFor({ desk, downSince: null, mute }, now + seconds(later))?.muted).toBe(muted);
});

test('a silence for an offer does not cover a talk that waits', () => {
  const mute = muteNow(offered, now);
  expect(bellFor({ desk: offered, downSince: null, mute }, now)?.muted).toBe(true);
  const both = { ...ringing('high', 'a'), offers: offered.offers ?? [] };
  expect(bellFor({ desk: both, downSince: null, mute }, now)?.muted).toBe(false);
});

test('every bell repeats, and imminent most often', () => {
  const count = (bell: 'imminent' | 'soft' | 'line') =>
    Array.from({ length: 60 }, (_, tick) => tick).filter((tick) => soundsOn(bell, tick)).length;
  expect([count('imminent'), count('soft'), count('line')]).toEqual([30, 15, 6]);
});

test('the title flashes with a number and nothing else', () => {
  const desk = ringing('imminent', 'a', 'b');
  expect([0, 1, 2].map((tick) => titleFor('Hiên', desk, tick))).toEqual(['(2) Hiên', 'Hiên', '(2) Hiên']);
  expect(titleFor('Hiên', aDesk(), 0)).toBe('Hiên');
});
