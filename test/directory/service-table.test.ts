import { describe, expect, test } from 'vitest';
import type { Service } from '../../src/directory/service.ts';
import { idFor, readServiceTable, serviceTable } from '../../src/directory/service-table.ts';
import { registerOnDisk, service } from '../support/register.ts';

const { services, areas } = registerOnDisk();
const today = '2026-11-22';
const read = (csv: string, known: readonly Service[] = services) =>
  readServiceTable(csv, { services: known, areas, today, taken: new Set(known.map(({ id }) => id)) });

/** The table of one entry with some cells written otherwise. */
function tableOf(one: Service, cells: Readonly<Record<string, string>>): string {
  const [header = '', line = ''] = serviceTable([one], areas).replace('\uFEFF', '').split('\r\n');
  const names = header.split(',');
  const written = line.split(',').map((cell, index) => cells[names[index] ?? ''] ?? cell);
  return `${header}\r\n${written.join(',')}\r\n`;
}

test('the register as it stands goes out and comes back the same', () => {
  const { good, bad } = read(serviceTable(services, areas));
  expect(bad).toEqual([]);
  expect(good.map((line) => line.service)).toEqual(services);
  expect(good.map(({ before }) => before?.id)).toEqual(services.map(({ id }) => id));
});

describe('one line of a table', () => {
  const plain = service({ id: 'line', area: ['22'] });
  const changed = (cells: Readonly<Record<string, string>>) => read(tableOf(plain, cells), [plain]);

  test.each<[string, Readonly<Record<string, string>>, Partial<Service>]>([
    ['old province names', { area: 'Kiên Giang | Quảng Ninh' }, { area: ['91', '22'] }],
    ['a code', { area: '91' }, { area: ['91'] }],
    ['the whole country', { area: 'all' }, { area: 'all' }],
    ['dots in a number', { number: '1900.54-55 59' }, { number: '1900 54 55 59' }],
    ['a spreadsheet’s date', { valid_to: '1/2/2027' }, { valid_to: '2027-02-01' }],
    [
      'words for yes and no',
      { takes_men: 'không', takes_children: 'Có' },
      { takes_men: false, takes_children: true },
    ],
    ['nothing where nothing is known', { takes_men: '', hours: '' }, { takes_men: null, hours: 'unknown' }],
    [
      'hours',
      { hours: 'mon fri 07:30-11:30 | sat 22:00-06:00' },
      {
        hours: [
          { days: ['mon', 'fri'], from: '07:30', to: '11:30' },
          { days: ['sat'], from: '22:00', to: '06:00' },
        ],
      },
    ],
  ])('may hold %s', (_what, cells, fields) => {
    const { good, bad } = changed(cells);
    expect(bad).toEqual([]);
    expect(good[0]?.service).toEqual({ ...plain, ...fields });
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['a kind that is none', { kind: 'hotel' }, 'kind shape'],
    ['a shown shelter', { kind: 'shelter' }, 'public hidden-kind'],
    ['a place that is none', { area: 'Sài Thành Nào' }, 'area shape'],
    ['hours that are none', { hours: 'mỗi ngày' }, 'hours shape'],
    ['neither yes nor no', { takes_men: 'đôi khi' }, 'takes_men shape'],
    ['an emergency number', { number: '113' }, 'number twice'],
    ['no name', { name: '' }, 'name required'],
  ])('is refused with %s, named with its line', (_what, cells, problem) => {
    const { good, bad } = changed(cells);
    expect(good).toEqual([]);
    expect(
      bad.map(({ line, problems }) => [line, problems.map((one) => `${one.field} ${one.problem}`)]),
    ).toEqual([[2, [problem]]]);
  });

  test('without an id is a new entry with an id of its own', () => {
    const { good } = changed({ id: '', name: 'Nhà Ánh Dương' });
    expect(good).toMatchObject([{ before: null, service: { id: 'nha-anh-duong' } }]);
  });

  test('keeps the name that texts use for it', () => {
    const police = service({ id: 'police', number: '113', placeholder: 'police' });
    expect(read(tableOf(police, { name: 'Công an xã' }), [police]).good[0]?.service.placeholder).toBe(
      'police',
    );
  });
});

test('good and bad lines are told apart, and one id may stand there once', () => {
  const [a, b] = [service({ id: 'a' }), service({ id: 'b' })];
  const lines = [
    tableOf(a, {}),
    tableOf(b, { kind: 'hotel' }).split('\r\n')[1],
    tableOf(a, {}).split('\r\n')[1],
  ];
  const { good, bad } = read(`${lines[0] ?? ''}${lines.slice(1).join('\r\n')}`, [a, b]);
  expect(good.map(({ line }) => line)).toEqual([2]);
  expect(bad.map(({ line }) => line)).toEqual([3, 4]);
});

test.each<[string, string]>([
  ['is empty', ''],
  ['is another table', 'date,amount\r\n1,2\r\n'],
])('a file that %s is refused at its first line', (_what, csv) => {
  const { good, bad } = read(csv);
  expect(good).toEqual([]);
  expect(bad).toMatchObject([{ line: 1 }]);
  expect(bad[0]?.problems.length).toBeGreaterThan(20);
});

test.each<[string, readonly string[], string]>([
  ['Nhà Ánh Dương (Quảng Ninh)', [], 'nha-anh-duong-quang-ninh'],
  ['Đường dây 1', ['duong-day-1'], 'duong-day-1-2'],
  ['111', [], 'number'],
  ['ဟောင်', [], 'number'],
])('"%s" beside %j gets the id %s', (name, taken, id) => {
  expect(idFor(name, new Set(taken))).toBe(id);
});
