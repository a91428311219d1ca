import { describe, expect, test } from 'vitest';
import { readAreas } from '../../src/directory/area.ts';
import { searchArea } from '../../src/directory/area-search.ts';
import { registerOnDisk } from '../support/register.ts';

const { areas } = registerOnDisk();
const names = (typed: string): readonly string[] => searchArea(areas, typed).map(({ area }) => area.name);

describe('the provinces since July 2025', () => {
  test('34 of them came from 63', () => {
    expect(areas).toHaveLength(34);
    expect(areas.flatMap(({ old }) => old)).toHaveLength(29);
    expect(new Set(areas.map(({ code }) => code)).size).toBe(34);
  });

  test('no name leads to two provinces', () => {
    const all = areas.flatMap(({ name, old, aliases }) => [name, ...old, ...aliases]);
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
  });

  test.each(areas.flatMap((area) => [area.name, ...area.old].map((name) => [name, area.name] as const)))(
    '%s, with and without marks, leads first to %s',
    (name, province) => {
      expect(names(name)[0]).toBe(province);
      const bare = name.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
      expect(names(bare.toLowerCase())[0]).toBe(province);
    },
  );
});

describe('searching a place', () => {
  test.each<[string, readonly string[]]>([
    ['kiên giang', ['An Giang']],
    ['KIEN GIANG', ['An Giang']],
    ['em ở Hòa Bình ạ', ['Phú Thọ']],
    ['hoà bình', ['Phú Thọ']],
    ['Sài Gòn', ['Thành phố Hồ Chí Minh']],
    ['tp.hcm', ['Thành phố Hồ Chí Minh']],
    ['o ha long, quang ninh', ['Quảng Ninh']],
    ['quảng n', ['Quảng Ninh', 'Quảng Ngãi', 'Đà Nẵng']],
    ['Hà Nam', ['Ninh Bình']],
    ['nowhere', []],
    ['', []],
    ['   ', []],
    ['!?', []],
  ])('“%s” leads to %j', (typed, provinces) => expect(names(typed)).toEqual(provinces));

  test('the name that matched is told', () => {
    expect(searchArea(areas, 'vinh phuc').map(({ area, by }) => `${by} → ${area.name}`)).toEqual([
      'Vĩnh Phúc → Phú Thọ',
    ]);
  });

  test('a part of a word is no match', () => expect(names('hnhuehn')).toEqual([]));
});

test('a list with a mistake is refused with its place', () => {
  expect(readAreas({ areas: [{ code: '1' }] })).toMatchObject({ status: 'broken' });
  expect(JSON.stringify(readAreas({ areas: [{ code: '1' }] }))).toContain('areas.0.code');
});
