import { describe, expect, test } from 'vitest';
import { contactRecord, recordProblems } from '../../src/report/contact-record.ts';
import { contact } from './records.ts';

const report = { to: 'line-111', at: 5, reference: '12/2026' } as const;
const passedOn = { to: 'hospital', ground: 'consent', at: 5, answer: 'accepted', why: null } as const;
const agreed = { advice: 'yes', summary: 'yes', statistics: 'yes' } as const;

describe('what must be put right before a talk is closed', () => {
  test.each([
    ['nothing known', contact(), []],
    ['a child in danger without a report', contact({ level: 'imminent', age: '6-12' }), ['childReports']],
    ['the same with a report', contact({ level: 'imminent', age: '6-12', childReports: [report] }), []],
    ['sixteen is no child here', contact({ level: 'imminent', age: '16-17' }), []],
    ['a child who is not in danger now', contact({ level: 'high', age: '6-12' }), []],
    ['home from trafficking, nobody asked', contact({ trafficked: true, result: 'home' }), ['homeChecked']],
    ['home from trafficking, asked', contact({ trafficked: true, result: 'home', homeChecked: true }), []],
    ['helped nobody', contact({ emergency: { people: 0, children: 0 } }), ['emergency']],
    ['more children than people', contact({ emergency: { people: 1, children: 2 } }), ['emergency']],
    ['refused without a reason', contact({ referrals: [{ ...passedOn, answer: 'refused' }] }), ['referrals']],
    ['a reason without a refusal', contact({ referrals: [{ ...passedOn, why: 'full' }] }), ['referrals']],
    ['words against her will', contact({ note: 'x', consent: { ...agreed, summary: 'no' } }), ['note']],
    ['an act without a form', contact({ type: 'rape' }), ['forms']],
    ['an act with its form', contact({ type: 'rape', forms: ['sexual'] }), []],
  ])('%s', (_, record, fields) => {
    expect(recordProblems(record, false).map(({ field }) => field)).toEqual(fields);
  });

  test('a talk marked as a child’s counts as one until an age is said', () => {
    expect(recordProblems(contact({ level: 'imminent' }), true).map(({ field }) => field)).toEqual([
      'childReports',
    ]);
    expect(recordProblems(contact({ level: 'imminent', age: '16-17' }), true)).toEqual([]);
  });
});

describe('the form has no room for a story', () => {
  test.each([
    ['a hamlet', { commune: 'xóm 4 Tân Lập' }],
    ['a house number', { commune: 'Tân Lập 12' }],
    ['a reference with words', { childReports: [{ ...report, reference: 'đã gọi cô Lan ở xã nhờ giúp' }] }],
    ['a value that is in no list', { sex: 'x' }],
    ['a form twice', { forms: ['mental', 'mental'] }],
    ['a field too many', { story: 'x' }],
    ['a trigger that does not exist', { triggers: ['Z9'] }],
  ])('%s is refused', (_, change) => {
    expect(contactRecord.safeParse({ ...contact(), ...change }).success).toBe(false);
  });

  test('a commune by name is taken', () => {
    expect(contactRecord.safeParse(contact({ commune: 'Tân Lập', childReports: [report] })).success).toBe(
      true,
    );
  });
});
