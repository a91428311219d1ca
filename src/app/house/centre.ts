import { centreProblems } from '../../directory/centre.ts';
import type { centreCalls } from '../../wire/house/centre.ts';
import { centreId, centreRecords } from '../living-directory.ts';
import type { Parts } from '../parts.ts';
import { done, type Handlers, refused } from './handlers.ts';
import { changedBy, staffNames } from './staff-names.ts';

type CentreParts = Pick<Parts, 'store' | 'vault' | 'clock' | 'bus' | 'directory' | 'catalogue'>;

/** The centre's screen: its settings over those of the file, every change kept. */
export function makeCentreCalls(parts: CentreParts): Handlers<typeof centreCalls> {
  const { directory, catalogue, clock, bus } = parts;
  const records = centreRecords(parts);
  return {
    async 'centre/read'() {
      await directory.refresh();
      const [kept, names] = await Promise.all([records.get(centreId), staffNames(parts)]);
      const { areas, services } = directory.register();
      const now = clock.now();
      return done({
        version: kept?.version ?? 0,
        changed: changedBy(kept, names),
        centre: kept?.value ?? directory.seed.centre,
        areas: areas.map(({ code, name, old, aliases }) => ({ code, name, old, aliases })),
        lines: services.flatMap(({ id, name, number, public: seen }) =>
          number === null || seen === 'none'
            ? []
            : [{ id, name, number, shown: directory.card(id, now, false) !== null }],
        ),
        sentences: [{ version: '1', text: catalogue.render('system:limits.adult', 'vi', {}).text }],
      });
    },
    async 'centre/write'(by, { version, centre }) {
      const problems = centreProblems(centre, directory.register());
      if (problems.length > 0) return refused('invalid', problems);
      const at = clock.now();
      const audit = { at, action: 'centre-changed', pseudonym: null, by: by.id, params: {} } as const;
      const change = { id: centreId, version, value: centre };
      if ((await records.put([change], { at, by: by.id, audit: [audit] })) === 'stale')
        return refused('stale');
      await directory.refresh();
      bus.publish({ type: 'desk' });
      return done({ version: version + 1 });
    },
  };
}
