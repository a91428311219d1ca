import * as z from 'zod/mini';

/* Parts that the tables of several areas share. */

/** The version that the editor saw; 0 while nobody has changed what the files say. */
export const version = z.int().check(z.gte(0));

/** When a record was last changed and by whom (a name); null while nobody has. */
export const changed = z.nullable(z.object({ at: z.number(), by: z.string() }));

/** A province since July 2025. */
export const area = z.object({
  code: z.string(),
  name: z.string(),
  /** Provinces that became part of this one on 1 July 2025. */
  old: z.array(z.string()),
  /** Other names that people write, also found by the search. */
  aliases: z.array(z.string()),
});
