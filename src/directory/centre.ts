import * as z from 'zod';
import { weeklyHours } from './hours.ts';
import { problemsOf } from './service.ts';

const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

const centreSettings = z.strictObject({
  /** The centre's name as people know it; null while nobody has entered it. */
  name: z.nullable(z.string().check(z.minLength(1))),
  /** Province code of `areas.yaml`; null means the whole country's numbers only. */
  area: z.nullable(z.string()),
  /** Which approved version of the sentence about reporting is said (`limits.adult`); a lawyer signs it. */
  limits_version: z.enum(['1']),
  /** When somebody is on shift; an empty list means unknown, and then no hour is ever named. */
  hours: weeklyHours,
  /** Days without a shift, as dates in Viet Nam. */
  holidays: z.array(date),
});
/** What one centre decides about itself (`flows/centre.yaml`). */
export type Centre = z.infer<typeof centreSettings>;

export type CentreResult =
  | { readonly status: 'read'; readonly centre: Centre }
  | { readonly status: 'broken'; readonly problems: readonly string[] };

/** Checks the parsed settings of the centre. */
export function readCentre(parsed: unknown): CentreResult {
  const result = centreSettings.safeParse(parsed);
  if (result.success) return { status: 'read', centre: result.data };
  return { status: 'broken', problems: problemsOf(result.error) };
}
