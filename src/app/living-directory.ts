import { type Directory, makeDirectory, type Register } from '../directory/directory.ts';

/** The directory of the running server: what staff change shows at once, without a start. */
export interface LivingDirectory extends Directory {
  /** What it is made of now. */
  register(): Register;
}

/** Begins with the register of the files. */
export function makeLivingDirectory(seed: Register): LivingDirectory {
  const register = seed;
  const directory = makeDirectory(seed, []);
  return {
    register: () => register,
    placeholders: (now) => directory.placeholders(now),
    publicServices: (now, audience) => directory.publicServices(now, audience),
    answeringNow: (now) => directory.answeringNow(now),
    forStaff: (now) => directory.forStaff(now),
    reopens: (now) => directory.reopens(now),
    card: (id, now, usesViolence) => directory.card(id, now, usesViolence),
    areaOf: (typed) => directory.areaOf(typed),
    searchArea: (typed) => directory.searchArea(typed),
  };
}
