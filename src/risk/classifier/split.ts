import { hashOf } from './hash.ts';

/** Whether a line belongs to the fixed fifth that nothing is ever learned from; decided by its id alone. */
export const isHeldOut = (id: string): boolean => (hashOf(id, heldSeed) >>> 0) % 5 === 0;

/** Which of so many parts a training line falls into when outputs are calibrated. */
export const partOf = (id: string, parts: number): number => (hashOf(id, partSeed) >>> 0) % parts;

const heldSeed = 99;
const partSeed = 7;
