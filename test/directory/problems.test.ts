import { describe, expect, test } from 'vitest';
import { type Centre, centreProblems, centreSettings } from '../../src/directory/centre.ts';
import { tellingStem } from '../../src/directory/neutral.ts';
import type { Problem } from '../../src/directory/problem.ts';
import type { Service } from '../../src/directory/service.ts';
import { serviceProblems } from '../../src/directory/service-problems.ts';
import { service } from '../support/register.ts';

const areas = [{ code: '22' }, { code: '91' }];
const said = (problems: readonly Problem[]) => problems.map(({ field, problem }) => `${field} ${problem}`);

const around = { areas, services: [{ id: 'line' }] };
const centre = (change: Partial<Centre> = {}): Centre => ({
  ...centreSettings.parse({ name: 'Trung tâm', area: '22', limits_version: '1', hours: [], holidays: [] }),
  ...change,
});

describe('the centre’s settings', () => {
  test('older settings open with the defaults of safety-content §9.1', () => {
    expect(centre()).toMatchObject({ names_before: [], web: null, keeping: { low: 3, medium: 7, high: 30 } });
  });

  test.each<[string, Partial<Centre>, readonly string[]]>([
    ['in order', {}, []],
    [
      'all filled in',
      { web: 'https://nhacviec.example.vn/p', zalo_name: 'Tổ công tác số 2', line: 'line' },
      [],
    ],
    ['with a province that is none', { area: '99' }, ['area area']],
    ['with a line that is not in the register', { line: 'gone' }, ['line line']],
    ['with an address without https', { web: 'http://a.example' }, ['web address']],
    ['with a token in the address', { web: 'https://a.example/?k=1' }, ['web address']],
    ['with an address that tells', { web: 'https://bao-luc.example.vn' }, ['web telling']],
    ['with an account that tells', { zalo_name: 'Hỗ trợ nạn nhân' }, ['zalo_name telling']],
    ['with calm talks gone within hours', { keeping: { low: 0, medium: 7, high: 30 } }, ['keeping bounds']],
    ['with grave talks kept too long', { keeping: { low: 3, medium: 7, high: 91 } }, ['keeping bounds']],
    ['with the graver gone first', { keeping: { low: 7, medium: 5, high: 30 } }, ['keeping order']],
    ['with a holiday twice', { holidays: ['2027-02-06', '2027-02-06'] }, ['holidays twice']],
    ['with a holiday that is no date', { holidays: ['6/2'] }, ['holidays date']],
    [
      'with a former name left empty',
      { names_before: [{ name: ' ', until: null }] },
      ['names_before required'],
    ],
    ['with an empty name', { name: ' ' }, ['name required']],
  ])('%s', (_what, change, problems) => {
    expect(said(centreProblems(centre(change), around))).toEqual(problems);
  });

  test.each<[string, string | null]>([
    ['https://sotay.example.vn', null],
    ['Cơ sở số 2', null],
    ['baoluc.example', 'baoluc'],
    ['Chống bạo-hành gia đình', 'baohanh'],
    ['https://example.vn/SOS', 'sos'],
    ['https://abuse-line.example', 'abuse'],
  ])('"%s" tells %s', (text, stem) => expect(tellingStem(text)).toBe(stem));
});

describe('an entry of the register', () => {
  const today = '2026-11-22';
  const check = (fields: Partial<Service>, before: Partial<Service> | null = {}) =>
    said(
      serviceProblems(service(fields), { areas, today, before: before === null ? null : service(before) }),
    );

  test.each<[string, Partial<Service>, readonly string[]]>([
    ['in order', {}, []],
    ['without a name', { name: ' ' }, ['name required']],
    ['with half a number', { number: '18' }, ['number number']],
    ['with letters for a number', { number: 'gọi 111' }, ['number number']],
    ['a shelter that is shown', { kind: 'shelter', public: 'phone' }, ['public hidden-kind']],
    [
      'a trusted address with its place',
      { kind: 'trusted-address', public: 'place' },
      ['public hidden-kind'],
    ],
    ['commune police that are shown', { kind: 'commune-police', public: 'phone' }, ['public hidden-kind']],
    ['a shelter that is hidden', { kind: 'shelter', public: 'none' }, []],
    ['of a province that is none', { area: ['22', '99'] }, ['area area']],
    ['of no province', { area: [] }, ['area area']],
    ['that ends before it begins', { valid_from: '2026-11-02', valid_to: '2026-11-01' }, ['valid_to order']],
    ['tested tomorrow', { last_tested: '2026-11-23' }, ['last_tested future']],
    ['with a date that is none', { valid_to: '22.11.' }, ['valid_to date']],
    ['that takes an emergency number', { number: '113' }, ['number twice']],
  ])('%s', (_what, fields, problems) => expect(check(fields)).toEqual(problems));

  test('a new one may not take an emergency number either', () => {
    expect(check({ number: '115' }, null)).toEqual(['number twice']);
    expect(check({}, null)).toEqual([]);
  });

  test.each<[string, Partial<Service>, readonly string[]]>([
    ['a better name', { name: 'Công an xã' }, []],
    ['hidden', { public: 'none' }, ['public emergency']],
    ['another number', { number: '0901234567' }, ['number emergency']],
    ['no number', { number: null }, ['number emergency']],
    ['an end', { valid_to: '2026-12-01' }, ['valid_to emergency']],
    ['one province', { area: ['22'] }, ['area emergency']],
    ['not for violence', { for_violence: false }, ['for_violence emergency']],
  ])('of an emergency number, with %s', (_what, fields, problems) => {
    expect(check({ number: '113', ...fields }, { number: '113' })).toEqual(problems);
  });
});
