import type { staffFactsCalls } from '../../wire/house/staff-facts.ts';
import type { StaffIdentity } from '../desk-door.ts';
import type { Parts } from '../parts.ts';
import type { StaffRow } from '../ports.ts';
import { makeStaffBook } from '../staff-book.ts';
import { done, type Handlers, refused } from './handlers.ts';
import { changedBy, staffNames } from './staff-names.ts';

/** Languages of the country beside Vietnamese that a centre may have a speaker of (safety-content §8). */
const languages = [
  'en',
  'km',
  'hmn-Latn',
  'mtq',
  'ium',
  'mji',
  'tyz',
  'nut',
  'x-sanchi',
  'zh-x-sandiu',
  'rad',
  'jra',
  'bdq',
  'blt',
  'cjm',
];

/** Who takes talks has facts; the others have nothing to choose by. */
const takes: ReadonlySet<string> = new Set(['counsellor', 'supervisor', 'administrator', 'interpreter']);

/** What is known of the staff, so that wishes can be honoured. Everybody edits her own, an administrator all. */
export function makeStaffFactsCalls(parts: Parts): Handlers<typeof staffFactsCalls> {
  const { store, clock } = parts;
  const { facts } = makeStaffBook(parts);
  const mayEdit = (by: StaffIdentity, id: string): boolean => by.role === 'administrator' || by.id === id;
  const colleagues = async (): Promise<readonly StaffRow[]> =>
    (await store.staff()).filter(({ active, role }) => active && takes.has(role));

  return {
    async 'facts/read'(by) {
      const [staff, kept, names] = await Promise.all([colleagues(), facts.list(), staffNames(parts)]);
      const byStaff = new Map(kept.map((one) => [one.id, one]));
      const rows = staff
        .filter(({ id }) => mayEdit(by, id))
        .map(({ id, name, role }) => {
          const one = byStaff.get(id) ?? null;
          const value = one?.value ?? { gender: null, languages: [], communes: [] };
          return {
            staff: id,
            name,
            role,
            version: one?.version ?? 0,
            changed: changedBy(one, names),
            facts: value,
          };
        });
      return done({ languages, rows });
    },
    async 'facts/write'(by, { staff, version, facts: value }) {
      if (!mayEdit(by, staff)) return refused('not-allowed');
      if (!(await colleagues()).some(({ id }) => id === staff)) return refused('gone');
      const at = clock.now();
      const audit = { at, action: 'facts-changed', pseudonym: null, by: by.id, params: { staff } } as const;
      const change = { id: staff, version, value };
      const result = await facts.put([change], { at, by: by.id, audit: [audit] });
      return result === 'stale' ? refused('stale') : done({ version: version + 1 });
    },
  };
}
