import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capacityOf, hasRoom } from '../../src/queue/capacity.ts';
import { hindranceOf, type OfferedLine, type Taker } from '../../src/queue/offering.ts';
import {
  fits,
  isKeptForOther,
  keptForMs,
  noFacts,
  type StaffFacts,
  type Wanted,
} from '../../src/queue/wishes.ts';
import { type RiskLevel, riskLevels } from '../../src/risk/level.ts';

describe('how many talks', () => {
  test.each<[string, readonly RiskLevel[], boolean]>([
    ['nothing', [], true],
    ['one that is high', ['high'], true],
    ['one that is imminent', ['imminent'], false],
    ['two', ['low', 'none'], false],
    ['two, one of which became imminent', ['low', 'imminent'], false],
  ])('who holds %s has room for one more: %s', (_, held, room) => {
    expect(hasRoom(held)).toBe(room);
    expect(capacityOf(held)).toBe(held.includes('imminent') ? 1 : 2);
  });
});

const nobodySpecial: Wanted = { gender: null, language: null, apart: false, commune: null };
const woman: StaffFacts = { gender: 'woman', languages: ['km'], communes: ['hoa binh'] };
const man: StaffFacts = { gender: 'man', languages: [], communes: ['ba che'] };

describe('whom she would like to talk to', () => {
  test.each<[string, Partial<Wanted>, StaffFacts, boolean]>([
    ['anybody', {}, noFacts, true],
    ['a woman, and she is one', { gender: 'woman' }, woman, true],
    ['a woman, and nobody wrote down what she is', { gender: 'woman' }, noFacts, false],
    ['a man, and she is a woman', { gender: 'man' }, woman, false],
    ['somebody who speaks Khmer', { language: 'km' }, woman, true],
    ['somebody who speaks Khmer, and he does not', { language: 'km' }, man, false],
    ['nobody from her commune, which she did not name', { apart: true }, woman, true],
    ['nobody from Hòa Bình, and she is', { apart: true, commune: 'xa hoa binh' }, woman, false],
    ['nobody from Hòa Bình, and he is not', { apart: true, commune: 'xa hoa binh' }, man, true],
    ['nobody from Hòa, which is another place', { apart: true, commune: 'hoa' }, woman, true],
  ])('%s', (_, wanted, facts, fit) => {
    expect(fits({ ...nobodySpecial, ...wanted }, facts)).toBe(fit);
  });
});

const now = Date.parse('2026-03-02T02:00:00Z');
const line = (change: Partial<OfferedLine> = {}): OfferedLine => ({
  level: 'high',
  waitingSince: now - 60_000,
  wanted: { ...nobodySpecial, gender: 'woman' },
  notFor: [],
  ...change,
});
const taker = (id: string, facts: StaffFacts, change: Partial<Taker> = {}): Taker => ({
  id,
  facts,
  held: [],
  restsUntil: 0,
  ...change,
});
const he = taker('nam', man);
const she = taker('lan', woman);

describe('who is offered a line', () => {
  test.each<[string, OfferedLine, Taker, readonly Taker[], string | null]>([
    ['a man, while a woman is there whom she wants', line(), he, [he, she], 'kept-for-wish'],
    ['the woman', line(), she, [he, she], null],
    ['a man, when no woman is there', line(), he, [he], null],
    ['a man, when its clock is over', line({ waitingSince: now - keptForMs.high }), he, [he, she], null],
    ['a man, when it is imminent', line({ level: 'imminent' }), he, [he, she], null],
    ['a man, when the woman may know her', line({ notFor: ['lan'] }), he, [he, she], null],
    ['who may know her', line({ notFor: ['lan'], level: 'imminent' }), she, [she], 'acquainted'],
    ['who rests', line(), taker('lan', woman, { restsUntil: now + 1 }), [he], 'resting'],
    ['who has rested', line(), taker('lan', woman, { restsUntil: now }), [he], null],
    [
      'who rests, when it is imminent and nobody else is there',
      line({ level: 'imminent' }),
      taker('lan', woman, { restsUntil: now + 1 }),
      [],
      null,
    ],
    [
      'who rests, when it is imminent and somebody else is free',
      line({ level: 'imminent' }),
      taker('lan', woman, { restsUntil: now + 1 }),
      [he],
      'resting',
    ],
    [
      'who rests, when it is imminent and everybody else is full',
      line({ level: 'imminent' }),
      taker('lan', woman, { restsUntil: now + 1 }),
      [{ ...he, held: ['imminent'] }],
      null,
    ],
  ])('%s', (_, offered, me, there, hindrance) => {
    expect(hindranceOf(offered, me, there, now)).toBe(hindrance);
  });
});

const gender = fc.constantFrom('woman' as const, 'man' as const, null);
const someFacts = fc.record({
  gender,
  languages: fc.subarray(['km', 'en']),
  communes: fc.subarray(['hoa binh', 'ba che']),
});
const somebodyWanted = fc.record({
  gender,
  language: fc.constantFrom('km', null),
  apart: fc.boolean(),
  commune: fc.constantFrom('xa hoa binh', null),
});

test('a wish never keeps a line from everybody who is there, and an imminent one from nobody', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...riskLevels),
      somebodyWanted,
      fc.array(someFacts, { minLength: 1, maxLength: 4 }),
      fc.nat(20 * 60_000),
      (level, wanted, there, waited) => {
        const wished = { level, wanted, waitingSince: now - waited };
        const kept = there.filter((me) => isKeptForOther(wished, me, there, now));
        expect(kept.length).toBeLessThan(level === 'imminent' ? 1 : there.length);
      },
    ),
  );
});
