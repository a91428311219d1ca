import { type KeptService, withCall, withFields } from '../../directory/kept-service.ts';
import type { Service } from '../../directory/service.ts';
import { serviceProblems } from '../../directory/service-problems.ts';
import { idFor, serviceTable } from '../../directory/service-table.ts';
import { isEmergency } from '../../directory/visibility.ts';
import type { HouseReply } from '../../wire/house/calls.ts';
import type { numbersCalls } from '../../wire/house/numbers.ts';
import { dayOf } from '../commit-of.ts';
import type { StaffIdentity } from '../desk-door.ts';
import { serviceRecords } from '../living-directory.ts';
import type { Parts } from '../parts.ts';
import type { AuditRow } from '../ports.ts';
import type { Change, Kept } from '../records.ts';
import { done, type Handlers, refused } from './handlers.ts';
import { type NumbersBook, takeTable } from './numbers-import.ts';
import { changedBy, staffNames } from './staff-names.ts';

type NumbersParts = Pick<Parts, 'store' | 'vault' | 'clock' | 'bus' | 'directory'>;

/** How often a test call is entered anew when somebody else changed the entry at that moment. */
const tries = 5;

/** The screen of the numbers: the register with what staff keep over it, every change kept. */
export function makeNumbersCalls(parts: NumbersParts): Handlers<typeof numbersCalls> {
  const { directory, clock } = parts;
  const records = serviceRecords(parts);
  const book = makeBook(parts);

  return {
    async 'numbers/list'() {
      await directory.refresh();
      const [kept, names] = await Promise.all([book.kept(), staffNames(parts)]);
      const { areas, centre } = directory.register();
      return done({
        rows: rowsOf(parts, kept, names),
        areas: areas.map(({ code, name, old, aliases }) => ({ code, name, old, aliases })),
        own: centre.area,
      });
    },
    async 'numbers/write'(by, { id, version, service: entered }) {
      await directory.refresh();
      const kept = await book.kept();
      const { areas } = directory.register();
      const before = id === null ? null : (book.entry(id, kept) ?? null);
      if (id !== null && before === null) return refused('gone');
      const service = {
        ...entered,
        id: id ?? idFor(entered.name, book.taken(kept)),
        placeholder: before?.service.placeholder ?? null,
      };
      const today = dayOf(clock.now());
      const problems = serviceProblems(service, { areas, before: before?.service ?? null, today });
      if (problems.length > 0) return refused('invalid', problems);
      const value = before === null ? { service, calls: [], removed: false } : withFields(before, service);
      const outcome = await book.put([{ id: service.id, version, value }], by, 'number-changed', service.id);
      return outcome === 'stale' ? refused('stale') : done({ id: service.id, version: version + 1 });
    },
    async 'numbers/remove'(by, { id, version }) {
      await directory.refresh();
      const before = book.entry(id, await book.kept());
      if (before === null) return refused('gone');
      if (isEmergency(before.service)) return refused('invalid', [{ field: '', problem: 'emergency' }]);
      const value = { ...before, removed: true };
      const outcome = await book.put([{ id, version, value }], by, 'number-changed', id);
      return outcome === 'stale' ? refused('stale') : done({});
    },
    async 'numbers/called'(by, { id, answered, night }) {
      for (let attempt = 0; attempt < tries; attempt += 1) {
        await directory.refresh();
        const [before, kept] = [book.entry(id, await book.kept()), await records.get(id)];
        if (before === null) return refused('gone');
        const value = withCall(before, { at: clock.now(), by: by.id, answered, night });
        const change = { id, version: kept?.version ?? 0, value };
        if ((await book.put([change], by, 'number-called', id)) === 'done') return done({});
      }
      return refused('stale');
    },
    async 'numbers/export'() {
      await directory.refresh();
      const { services, areas } = directory.register();
      return done({ csv: serviceTable(services, areas) });
    },
    'numbers/import': (by, body) => takeTable(parts, book, by, body),
  };
}

/** The records of the register with what the file says beneath them. */
function makeBook(parts: NumbersParts): NumbersBook {
  const { directory, clock, bus } = parts;
  const records = serviceRecords(parts);
  return {
    kept: () => records.list(),
    entry(id, kept) {
      if (!directory.register().services.some((one) => one.id === id)) return null;
      const own = kept.find((one) => one.id === id);
      if (own !== undefined) return own.value;
      const seed = directory.seed.services.find((one) => one.id === id);
      return seed === undefined ? null : { service: seed, calls: [], removed: false };
    },
    taken: (kept) => new Set([...directory.seed.services, ...kept].map(({ id }) => id)),
    async put(changes: readonly Change<KeptService>[], by: StaffIdentity, action, id) {
      const at = clock.now();
      const audit: AuditRow = { at, action, pseudonym: null, by: by.id, params: { id } };
      const outcome = await records.put(changes, { at, by: by.id, audit: [audit] });
      await directory.refresh();
      bus.publish({ type: 'desk' });
      return outcome;
    },
  };
}

type Row = HouseReply<'numbers/list'>['rows'][number];

function rowsOf(
  { directory, clock }: NumbersParts,
  kept: readonly Kept<KeptService>[],
  names: ReadonlyMap<string, string>,
): Row[] {
  const now = clock.now();
  const byId = new Map(kept.map((one) => [one.id, one]));
  const due = new Set(directory.dueCalls(now));
  const isShown = (service: Service): boolean => directory.card(service.id, now, false) !== null;
  return directory.forStaff(now).map(({ service, test, tested }) => {
    const own = byId.get(service.id);
    return {
      version: own?.version ?? 0,
      changed: changedBy(own ?? null, names),
      service,
      test: tested === null ? 'never' : test,
      shown: isShown(service) || isEmergency(service),
      emergency: isEmergency(service),
      due: due.has(service),
      calls: (own?.value.calls ?? []).map((call) => ({ ...call, by: names.get(call.by) ?? '?' })),
    };
  });
}
