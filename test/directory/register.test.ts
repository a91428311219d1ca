import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { makeDirectory } from '../../src/directory/directory.ts';
import { readServices } from '../../src/directory/service.ts';
import { readRegisterFolder } from '../../src/directory-on-disk.ts';
import { at, registerOnDisk, service } from '../support/register.ts';

const register = registerOnDisk();
const byNumber = new Map(register.services.map((one) => [one.number, one]));

describe('the register in the repository', () => {
  test('it has the lines of safety-content §7', () => {
    expect(register.services.length).toBeGreaterThanOrEqual(16);
    expect(register.areas).toHaveLength(34);
    const numbers = [
      '111',
      '112',
      '113',
      '114',
      '115',
      '+84 981 84 84 84',
      '18001769',
      '18008065',
      '18008077',
      '18008027',
    ];
    expect(numbers.filter((number) => !byNumber.has(number))).toEqual([]);
  });

  test('no test call is claimed that nobody made', () => {
    expect(register.services.filter((one) => one.last_tested !== null || one.tested_by !== null)).toEqual([]);
  });

  test('every entry says where it comes from, and none is better known than from the press', () => {
    expect(register.services.filter((one) => one.source === '' || one.confidence === 'A')).toEqual([]);
  });

  test('what a person sees of it today are the emergency numbers alone', () => {
    const now = at('2026-11-22 10:00');
    const seen = makeDirectory(register, []).publicServices(now, { area: null, usesViolence: false });
    expect(new Set(seen.map((one) => one.number))).toEqual(new Set(['111', '113', '114', '115']));
  });

  test('it gives values for the texts, and none for what nobody has tested or entered', () => {
    expect(makeDirectory(register, []).placeholders(at('2026-11-22 03:00'))).toEqual({
      police: '113',
      ambulance: '115',
      fire: '114',
      child_line: '111',
      numbers: '111 trẻ em, mua bán người',
    });
  });

  test('a charged number says so', () => {
    const charged = register.services.filter(
      (one) => one.number !== null && /^(?:1900|0|\+)/.test(one.number),
    );
    expect(charged.length).toBeGreaterThan(3);
    expect(charged.filter((one) => one.cost !== 'charged')).toEqual([]);
  });
});

describe('a register with a mistake is refused with its place', () => {
  const good = service({});
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'expected object'],
    ['no services', { services: [] }, 'services'],
    ['an unknown kind', { services: [{ ...good, kind: 'bar' }] }, 'services.0.kind'],
    ['a field too many', { services: [{ ...good, place: 'x' }] }, 'place'],
    ['a number with letters', { services: [{ ...good, number: '113a' }] }, 'services.0.number'],
    [
      'an hour that is none',
      { services: [{ ...good, hours: [{ days: ['mon'], from: '25:00', to: '26:00' }] }] },
      'services.0.hours',
    ],
    ['the same id twice', { services: [good, good] }, 'stands there twice'],
    [
      'two lines for {police}',
      {
        services: [
          { ...good, placeholder: 'police' },
          { ...good, id: 'b', placeholder: 'police' },
        ],
      },
      '{police}',
    ],
    [
      'a shelter that is shown',
      { services: [{ ...good, kind: 'shelter', public: 'place' }] },
      'public: none',
    ],
    [
      'a trusted address that is shown',
      { services: [{ ...good, kind: 'trusted-address', public: 'phone' }] },
      'public: none',
    ],
  ])('%s', (_, parsed, place) => {
    const result = readServices(parsed);
    expect(result.status).toBe('broken');
    expect(JSON.stringify(result)).toContain(place);
  });

  test('a folder without the files names each of them', () => {
    const result = readRegisterFolder(fileURLToPath(new URL('.', import.meta.url)));
    expect(result.status).toBe('broken');
    for (const file of ['services.yaml', 'areas.yaml', 'centre.yaml'])
      expect(JSON.stringify(result)).toContain(file);
  });
});
