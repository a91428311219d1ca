import { describe, expect, test } from 'vitest';
import { type Centre, centreSettings } from '../../src/directory/centre.ts';
import { type Audience, type Directory, makeDirectory } from '../../src/directory/directory.ts';
import type { Service } from '../../src/directory/service.ts';
import { remarks, type TestCall } from '../../src/directory/visibility.ts';
import { textsOf } from '../support/catalogue.ts';
import { at, service } from '../support/register.ts';

const texts = textsOf('vi', 'system');

const now = at('2026-11-22 10:00');
const night = at('2026-11-22 03:00');
const day = 24 * 60 * 60_000;
const anybody: Audience = { area: null, usesViolence: false };
const plainCentre = centreSettings.parse({
  name: null,
  area: null,
  limits_version: '1',
  hours: [],
  holidays: [],
});

const withServices = (
  services: readonly Service[],
  centre = plainCentre,
  calls: readonly TestCall[] = [],
): Directory => makeDirectory({ services, areas: [], centre }, calls);
const shown = (one: Service, calls: readonly TestCall[] = []): boolean =>
  withServices([one], plainCentre, calls).publicServices(now, anybody).length === 1;

describe('what a person may see', () => {
  test.each<[string, Partial<Service>, boolean]>([
    ['a number tested two days ago', { last_tested: '2026-11-20' }, true],
    ['a number tested 60 days ago', { last_tested: '2026-09-23' }, true],
    ['a number tested 91 days ago', { last_tested: '2026-08-23' }, false],
    ['a number never tested', { last_tested: null }, false],
    ['111, never tested', { number: '111', last_tested: null }, true],
    ['113, never tested', { number: '113', last_tested: null }, true],
    ['115, tested years ago', { number: '115', last_tested: '2020-01-01' }, true],
    ['112, which is not for violence', { number: '112', for_violence: false }, false],
    ['an entry without a number', { number: null }, false],
    ['an entry that is not public', { public: 'none' }, false],
    ['113, if it were not public', { number: '113', public: 'none' }, false],
    ['an entry that begins tomorrow', { valid_from: '2026-11-23' }, false],
    ['an entry that ended yesterday', { valid_to: '2026-11-21' }, false],
    ['an entry that ends today', { valid_to: '2026-11-22' }, true],
    ['a line of another province', { area: ['22'] }, false],
  ])('%s: %s', (_, fields, seen) => expect(shown(service(fields))).toBe(seen));

  test('a recorded test call brings a number back, an older one does not', () => {
    const never = service({ last_tested: null });
    expect(shown(never, [{ service: 'line', at: now - 89 * day }])).toBe(true);
    expect(shown(never, [{ service: 'line', at: now - 91 * day }])).toBe(false);
    expect(shown(never, [{ service: 'other', at: now }])).toBe(false);
  });

  test('staff see everything, with the state of the test call', () => {
    const services = [
      service({ id: 'fresh', last_tested: '2026-11-01' }),
      service({ id: 'stale', last_tested: '2026-10-01' }),
      service({ id: 'old', last_tested: '2026-01-01' }),
      service({ id: 'shelter', kind: 'shelter', public: 'none', last_tested: null }),
    ];
    const states = withServices(services)
      .forStaff(now)
      .map((one) => [one.service.id, one.test]);
    expect(states).toEqual([
      ['fresh', 'fresh'],
      ['stale', 'stale'],
      ['old', 'hidden'],
      ['shelter', 'hidden'],
    ]);
  });

  test('numbers that work without credit come first', () => {
    const services = [
      service({ id: 'charged', cost: 'charged', needs_credit: true }),
      service({ id: 'free', cost: 'free', needs_credit: null }),
      service({ id: 'without-credit', cost: 'free', needs_credit: false }),
    ];
    const ids = withServices(services)
      .publicServices(now, anybody)
      .map(({ id }) => id);
    expect(ids).toEqual(['without-credit', 'free', 'charged']);
  });

  test('the province of the person adds its own lines', () => {
    const services = [
      service({ id: 'all' }),
      service({ id: 'here', area: ['22', '24'] }),
      service({ id: 'there', area: ['91'] }),
    ];
    const ids = withServices(services)
      .publicServices(now, { area: '22', usesViolence: false })
      .map(({ id }) => id);
    expect(ids).toEqual(['all', 'here']);
  });

  test('a person who uses violence sees hotlines only', () => {
    const kinds = ['hotline', 'emergency', 'one-stop-centre', 'womens-union', 'hospital'] as const;
    const services = kinds.map((kind) => service({ id: kind, kind }));
    const seen = withServices(services).publicServices(now, { area: null, usesViolence: true });
    expect(seen.map(({ kind }) => kind)).toEqual(['hotline', 'emergency']);
  });
});

describe('who answers now', () => {
  const evening = [{ days: ['sun' as const], from: '13:00', to: '20:30' }];
  test.each<[string, Partial<Service>, number, boolean]>([
    ['a line day and night, by day', {}, now, true],
    ['a line day and night, at night', {}, night, true],
    ['a line that does not answer at night, at night', { answers_at_night: false }, night, false],
    ['a line of which nobody knows, at night', { answers_at_night: null }, night, false],
    ['a line of which nobody knows, by day', { answers_at_night: null }, now, true],
    ['a line with unknown hours', { hours: 'unknown' }, now, false],
    ['a line before it opens', { hours: evening }, now, false],
    ['a line while it is open', { hours: evening }, at('2026-11-22 14:00'), true],
    ['a charged line', { cost: 'charged' }, now, false],
    ['the police, who are named anyway', { placeholder: 'police', number: '113' }, now, false],
    ['the child line', { placeholder: 'child_line', number: '111', last_tested: null }, now, true],
  ])('%s: %s', (_, fields, moment, answers) => {
    expect(withServices([service(fields)]).answeringNow(moment).length).toBe(answers ? 1 : 0);
  });

  test('the waiting line names two at most, the own province first', () => {
    const services = [
      service({ id: 'a', number: '111', label: 'trẻ em' }),
      service({ id: 'b', number: '18001', label: 'xa', area: ['91'] }),
      service({ id: 'c', number: '18002', label: 'gần', area: ['22'] }),
      service({ id: 'd', number: '18003', label: 'khác' }),
    ];
    const { placeholders } = withServices(services, { ...plainCentre, area: '22' });
    expect(placeholders(now)['numbers']).toBe('18002 gần · 111 trẻ em');
  });
});

describe('values for texts', () => {
  test('only what is known stands there', () => {
    expect(withServices([]).placeholders(now)).toEqual({});
  });

  test('the centre and the hour at which somebody is there again', () => {
    const hours: Centre['hours'] = [
      { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '07:30', to: '17:00' },
    ];
    const { placeholders, reopens } = withServices([], { ...plainCentre, name: 'Trung tâm', hours });
    expect(placeholders(at('2026-11-22 22:00'))).toEqual({ centre: 'Trung tâm', hour: '7:30' });
    expect(reopens(at('2026-11-20 18:00'))).toBe('7:30 23/11');
  });
});

describe('what must be said beside a number', () => {
  test.each<[string, Partial<Service>, readonly string[]]>([
    ['free', { cost: 'free', needs_credit: false }, ['system:service.free', 'system:service.log']],
    [
      'charged',
      { cost: 'charged', needs_credit: true },
      ['system:service.charged', 'system:service.credit', 'system:service.log'],
    ],
    ['nothing known', { cost: 'unknown', needs_credit: null }, ['system:service.log']],
    ['no trace on the phone', { cost: 'free', leaves_call_log: false }, ['system:service.free']],
  ])('%s', (_, fields, said) => {
    const keys = remarks(service(fields));
    expect(keys).toEqual(said);
    expect(keys.filter((key) => !texts[key.slice('system:'.length)])).toEqual([]);
  });
});
