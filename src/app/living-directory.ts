import { centreSettings } from '../directory/centre.ts';
import { type Directory, makeDirectory, type Register } from '../directory/directory.ts';
import { type KeptService, keptService, mergedServices } from '../directory/kept-service.ts';
import type { Parts } from './parts.ts';
import { type Collection, collectionOf } from './records.ts';

/** The directory of the running server: what staff change shows without a start. */
export interface LivingDirectory extends Directory {
  /** What it is made of now. */
  register(): Register;
  /** What the files say, without anybody's changes. */
  readonly seed: Register;
  /** Reads what staff changed, here or in another process. On a fault what was known stays. */
  refresh(): Promise<void>;
}

/** Under this id the centre's settings stand in their collection. */
export const centreId = 'centre';

/** The centre's settings as staff changed them; without a record those of `flows/centre.yaml` hold. */
export const centreRecords = (parts: Pick<Parts, 'store' | 'vault'>): Collection<Register['centre']> =>
  collectionOf(parts, 'centre', centreSettings);

/** Entries of the register that staff changed or added, by the entry's id. */
export const serviceRecords = (parts: Pick<Parts, 'store' | 'vault'>): Collection<KeptService> =>
  collectionOf(parts, 'service', keptService);

/** Begins with the register of the files; `refresh` puts the records over it. */
export function makeLivingDirectory(
  seed: Register,
  parts: Pick<Parts, 'store' | 'vault'> | null,
): LivingDirectory {
  let register = seed;
  let directory = makeDirectory(seed, []);
  let known = '';
  return {
    seed,
    register: () => register,
    async refresh() {
      if (parts === null) return;
      const [centre, kept] = await Promise.all([
        centreRecords(parts).get(centreId),
        serviceRecords(parts).list(),
      ]);
      const now = JSON.stringify([centre?.version, kept.map(({ id, version }) => [id, version])]);
      if (now === known) return;
      const { services, calls } = mergedServices(
        seed.services,
        kept.map(({ value }) => value),
      );
      register = { ...seed, services, centre: centre?.value ?? seed.centre };
      directory = makeDirectory(register, calls);
      known = now;
    },
    placeholders: (now) => directory.placeholders(now),
    publicServices: (now, audience) => directory.publicServices(now, audience),
    answeringNow: (now) => directory.answeringNow(now),
    forStaff: (now) => directory.forStaff(now),
    dueCalls: (now) => directory.dueCalls(now),
    reopens: (now) => directory.reopens(now),
    card: (id, now, usesViolence) => directory.card(id, now, usesViolence),
    areaOf: (typed) => directory.areaOf(typed),
    searchArea: (typed) => directory.searchArea(typed),
  };
}
