import { describe, expect, test } from 'vitest';
import { periodOf } from '../../src/report/period.ts';
import { reportTable } from '../../src/report/table-csv.ts';
import { centreReport } from '../../src/report/tables.ts';
import { contact, times } from './records.ts';

/*
 * The shape that Quảng Ninh's centre published for the first half of 2022: 2,134 contacts, 71 about gender, 10 direct
 * sessions, 21 emergencies with 25 people, 8 passed on by 111.
 */
const halfYear = [
  ...times(2134 - 71, { source: 'call' }),
  ...times(42, {
    source: 'call',
    forms: ['physical', 'mental'],
    type: 'physical-assault',
    sex: 'female',
    age: '18-59',
  }),
  ...times(8, {
    source: 'line-111',
    forms: ['mental'],
    type: 'psychological',
    sex: 'female',
    age: '6-12',
    emergency: { people: 1, children: 1 },
  }),
  ...times(4, {
    source: 'in-person',
    forms: ['physical'],
    type: 'physical-assault',
    sex: 'female',
    age: '18-59',
    direct: true,
    emergency: { people: 2, children: 1 },
  }),
  ...times(6, {
    source: 'in-person',
    forms: ['sexual'],
    type: 'rape',
    sex: 'female',
    age: '13-15',
    direct: true,
    emergency: { people: 1, children: 1 },
  }),
  ...times(3, {
    source: 'police',
    forms: ['economic'],
    type: 'denial-of-resources',
    sex: 'male',
    age: '60-over',
    emergency: { people: 1, children: 0 },
  }),
  ...times(8, { source: 'web', forms: ['mental'], type: 'psychological', sex: 'not-said', age: 'not-said' }),
];

const report = centreReport(halfYear);
const measure = (key: string) => report.measures.find((one) => one.key === key)?.count;
const by = (key: string) => report.breakdowns.find((one) => one.key === key);

describe('the half-year table equals a hand count', () => {
  test.each([
    ['contacts', 2134],
    ['violence', 71],
    ['direct', 10],
    ['emergency.cases', 21],
    ['emergency.people', 25],
    ['emergency.children', 18],
    ['in.line-111', 8],
    ['in.police', 'hidden'],
    ['unanswered', 8 - 8],
  ])('%s: %s', (key, count) => {
    expect(measure(key)).toBe(count);
  });

  test('three men over sixty are not told by any table', () => {
    expect(by('sex')?.rows.find(({ value }) => value === 'male')?.count).toBe('hidden');
    expect(by('sex')?.rows.filter(({ count }) => count === 'hidden').length).toBeGreaterThan(1);
    const row = report.sexByAge.ages.indexOf('60-over');
    const column = report.sexByAge.sexes.indexOf('male');
    expect(report.sexByAge.table.cells[row]?.[column]).toBe('hidden');
    expect(report.legacy.rows.find(({ value }) => value === '60-over')?.count).toBe('hidden');
    expect(by('sex')?.total).toBe(71);
  });

  test('forms may hold together: they have no sum', () => {
    expect(by('forms')?.rows.find(({ value }) => value === 'mental')?.count).toBe(58);
    expect(by('forms')?.total).toBeNull();
  });
});

test('who said no to statistics is in the number of contacts alone', () => {
  const no = { advice: 'yes', summary: 'yes', statistics: 'no' } as const;
  const { measures, sexByAge } = centreReport(times(9, { forms: ['sexual'], sex: 'female', consent: no }));
  expect(measures.filter(({ count }) => count !== 0)).toEqual([{ key: 'contacts', count: 9 }]);
  expect(sexByAge.table.total).toBe(0);
});

test('times are told of five talks or more, and unanswered talks are counted', () => {
  const talk = (level: 'high' | 'imminent', answeredAfter: number | null) =>
    contact({ pseudonym: 'sen', level, claimedAfter: answeredAfter, answeredAfter });
  const { waits, measures } = centreReport([
    ...[10, 20, 30, 40, 100].map((seconds) => talk('imminent', seconds)),
    ...[5, 6, 7, 8].map((seconds) => talk('high', seconds)),
    ...Array.from({ length: 6 }, () => talk('high', null)),
  ]);
  expect(waits.find(({ level }) => level === 'imminent')?.answered).toEqual({ median: 30, ninth: 100 });
  expect(waits.find(({ level }) => level === 'high')?.answered).toBeNull();
  expect(measures.find(({ key }) => key === 'unanswered')?.count).toBe(6);
});

test('the table for a spreadsheet holds every count once and no small one', () => {
  const csv = reportTable(report, (key) => key);
  expect(csv).toContain('report.measure.contacts,,2134');
  expect(csv).toContain('report.by.sex,record.sex.male,*');
  expect(csv).toContain('record.age.60-over');
  expect(csv).not.toMatch(/,[1-4](,|\r?\n|$)/u);
});

describe('periods are Viet Nam’s days', () => {
  test.each([
    [{ kind: 'month', year: 2026, month: 12 }, '2026-11-30T17:00:00Z', '2026-12-31T17:00:00Z'],
    [{ kind: 'half', year: 2026, half: 1 }, '2025-12-31T17:00:00Z', '2026-06-30T17:00:00Z'],
    [{ kind: 'half', year: 2026, half: 2 }, '2026-06-30T17:00:00Z', '2026-12-31T17:00:00Z'],
    [{ kind: 'action', year: 2026 }, '2026-11-14T17:00:00Z', '2026-12-15T17:00:00Z'],
  ] as const)('%o', (name, from, to) => {
    expect(periodOf(name)).toEqual({ from: Date.parse(from), to: Date.parse(to) });
  });
});
