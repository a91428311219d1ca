import { describe, expect, test } from 'vitest';
import { type KeptService, mergedServices, withCall, withFields } from '../../src/directory/kept-service.ts';
import type { Service } from '../../src/directory/service.ts';
import { at, service } from '../support/register.ts';

const now = at('2026-11-22 10:00');
const day = 24 * 60 * 60_000;
const kept = (fields: Partial<Service>, change: Partial<KeptService> = {}): KeptService => ({
  service: service(fields),
  calls: [],
  removed: false,
  ...change,
});
const call = (change: Partial<KeptService['calls'][number]> = {}): KeptService['calls'][number] => ({
  at: now,
  by: 'lan',
  answered: 'chị Hoa',
  night: false,
  ...change,
});
const ids = (services: readonly Service[]) => services.map(({ id }) => id);

describe('what staff keep over the file', () => {
  const seed = [service({ id: 'a' }), service({ id: 'b' }), service({ id: 'police', number: '113' })];

  test('a changed entry stands in its place, a new one behind, one taken out nowhere', () => {
    const changed = kept({ id: 'a', name: 'Anew' });
    const merged = mergedServices(seed, [changed, kept({ id: 'b' }, { removed: true }), kept({ id: 'c' })]);
    expect(ids(merged.services)).toEqual(['a', 'police', 'c']);
    expect(merged.services[0]?.name).toBe('Anew');
  });

  test.each<[string, KeptService]>([
    ['takes it out', kept({ id: 'police', number: '113' }, { removed: true })],
    ['hides it', kept({ id: 'police', number: '113', public: 'none' })],
    ['gives it another number', kept({ id: 'police', number: '114' })],
    ['ends it', kept({ id: 'police', number: '113', valid_to: '2020-01-01' })],
    ['moves it to one province', kept({ id: 'police', number: '113', area: ['22'] })],
    ['says it is not for violence', kept({ id: 'police', number: '113', for_violence: false })],
  ])('a record that %s does not reach an emergency number', (_what, record) => {
    expect(mergedServices(seed, [record]).services).toEqual(seed);
  });

  test('a record may name an emergency number better', () => {
    const { services } = mergedServices(seed, [kept({ id: 'police', number: '113', name: 'Công an xã' })]);
    expect(services.map(({ name }) => name)).toContain('Công an xã');
  });

  test('only calls that somebody answered count', () => {
    const calls = [call(), call({ at: now - day, answered: null })];
    expect(mergedServices(seed, [kept({ id: 'a' }, { calls })]).calls).toEqual([{ service: 'a', at: now }]);
  });
});

describe('a test call', () => {
  test('is kept, the newest first', () => {
    const first = withCall(kept({}), call({ at: now - day }));
    expect(withCall(first, call()).calls.map(({ at: when }) => when)).toEqual([now, now - day]);
  });

  test.each<[string, boolean | null, string | null, boolean, boolean | null]>([
    ['answered by night says that it answers at night', null, 'chị Hoa', true, true],
    ['not answered by night says that it does not', true, null, true, false],
    ['by day says nothing of the night', null, 'chị Hoa', false, null],
  ])('that was %s', (_what, known, answered, night, then) => {
    const after = withCall(kept({ answers_at_night: known }), call({ answered, night }));
    expect(after.service.answers_at_night).toBe(then);
  });

  test('of another number proves nothing any more', () => {
    const tested = withCall(kept({ last_tested: '2026-11-01' }), call());
    const same = withFields(tested, service({ name: 'Anew', last_tested: '2026-11-01' }));
    expect([same.calls.length, same.service.last_tested]).toEqual([1, '2026-11-01']);
    const other = withFields(tested, service({ number: '18009999', last_tested: '2026-11-01' }));
    expect([other.calls.length, other.service.last_tested]).toEqual([0, null]);
  });
});
