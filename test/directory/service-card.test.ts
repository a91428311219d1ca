import { describe, expect, test } from 'vitest';
import { areaOf } from '../../src/directory/area-search.ts';
import { formatHours, type OpeningHours } from '../../src/directory/hours.ts';
import { shippedContent } from '../support/content.ts';

/** A Wednesday, 25 November 2026, 14:00 in Viet Nam. */
const now = Date.parse('2026-11-25T07:00:00Z');
const afternoons: OpeningHours = [{ days: ['wed', 'thu'], from: '13:00', to: '20:30' }];

describe('opening hours on a card are digits', () => {
  test.each<[string, OpeningHours, string, string | null]>([
    ['always', '24/7', '2026-11-25T07:00:00Z', '24/7'],
    ['not known', 'unknown', '2026-11-25T07:00:00Z', null],
    ['open now', afternoons, '2026-11-25T07:00:00Z', '13:00–20:30'],
    ['later today', afternoons, '2026-11-25T01:00:00Z', '13:00–20:30'],
    ['closed until next week', afternoons, '2026-11-27T01:00:00Z', '13:00–20:30 2/12'],
    ['never', [], '2026-11-25T07:00:00Z', null],
    [
      'over midnight, still open',
      [{ days: ['tue'], from: '20:00', to: '06:00' }],
      '2026-11-24T22:00:00Z',
      '20:00–6:00',
    ],
  ])('%s', (_, hours, at, shown) => {
    expect(formatHours(hours, Date.parse(at))).toBe(shown);
  });
});

describe('the one province that words mean', () => {
  const area = (code: string, name: string, old: readonly string[] = []) => ({
    code,
    name,
    old: [...old],
    aliases: [],
    confidence: 'B' as const,
  });
  const areas = [
    area('22', 'Quảng Ninh'),
    area('51', 'Quảng Ngãi', ['Kon Tum']),
    area('91', 'An Giang', ['Kiên Giang']),
  ];

  test.each<[string, string | null]>([
    ['Quảng Ninh', '22'],
    ['em ở kien giang', '91'],
    ['Kon Tum', '51'],
    ['quảng n', null],
    ['gần biển', null],
    ['', null],
  ])('%s', (words, code) => {
    expect(areaOf(areas, words)).toBe(code);
  });
});

describe('a card', () => {
  const { directory } = shippedContent();

  test('names number, hours and cost, and ends with what stays on the phone', () => {
    expect(directory.card('tong-dai-111', now, false)).toEqual({
      number: '111',
      label: 'trẻ em, mua bán người',
      hours: '24/7',
      remarks: ['system:service.free', 'system:service.log'],
    });
  });

  test.each([
    ['a number that was never tested', 'anh-duong-an-giang'],
    ['112, which is for disasters', 'cuu-nan-112'],
    ['an unknown id', 'nothing'],
  ])('%s has none', (_, id) => {
    expect(directory.card(id, now, false)).toBeNull();
  });
});
