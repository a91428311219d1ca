import type { Services } from '../conversation/world.ts';
import type { Directory } from '../directory/directory.ts';
import type { Parts } from './parts.ts';

/** The directory for one turn: what a flow's lookup may find now, and what stands on a card. */
export function servicesAt(
  {
    directory,
    report,
  }: Pick<Parts, 'report'> & { readonly directory: Pick<Directory, 'areaOf' | 'card' | 'publicServices'> },
  now: number,
): Services {
  return {
    areaOf: (words) => directory.areaOf(words),
    find({ kinds, area, limit, usesViolence }) {
      try {
        return directory
          .publicServices(now, { area, usesViolence })
          .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
          .slice(0, limit)
          .map(({ id }) => id);
      } catch (fault) {
        report('directory-failed', fault);
        return null;
      }
    },
    card: (id, usesViolence) => directory.card(id, now, usesViolence),
  };
}
