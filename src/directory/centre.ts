import * as z from 'zod/mini';
import { weeklyHours } from './hours.ts';
import { limits } from './limits.ts';
import { tellingStem } from './neutral.ts';
import { type Problem, schemaProblems } from './problem.ts';
import { problemsOf, type Service } from './service.ts';

const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const words = z.string().check(z.trim(), z.minLength(1));

const days = ({ least, most }: { readonly least: number; readonly most: number }) =>
  z.int().check(z.gte(least), z.lte(most));

/** Days that talks are kept (safety-content §9.1): none and low, medium, high and imminent. */
const keeping = z.strictObject({
  low: days(limits.keptDays.low),
  medium: days(limits.keptDays.medium),
  high: days(limits.keptDays.high),
});
export type Keeping = z.infer<typeof keeping>;

/** The defaults of safety-content §9.1. */
const keptByDefault: Keeping = { low: 3, medium: 7, high: 30 };

/** What one centre decides about itself. Fields that came later have defaults, so that older records still open. */
export const centreSettings = z.strictObject({
  /** The centre's name as people know it; null while nobody has entered it. */
  name: z.nullable(words),
  /** Names that the centre had, the newest first, each until its day (null: not known). */
  names_before: z._default(z.array(z.strictObject({ name: words, until: z.nullable(date) })), []),
  /** Province code of `areas.yaml`; null means the whole country's numbers only. */
  area: z.nullable(z.string()),
  /** Which approved version of the sentence about reporting is said (`limits.adult`); a lawyer signs it. */
  limits_version: z.enum(['1']),
  /** When somebody is on shift; an empty list means unknown, and then no hour is ever named. */
  hours: weeklyHours,
  /** Days without a shift, as dates in Viet Nam. */
  holidays: z.array(date),
  /** The centre's own neutral address of the page, as `{page}` in texts; null when there is none. */
  web: z._default(z.nullable(z.url({ protocol: /^https$/ })), null),
  /** What the centre's Zalo account is called; null when there is none. */
  zalo_name: z._default(z.nullable(words), null),
  /** The entry of the register that is the centre's own line; null when it has none. */
  line: z._default(z.nullable(z.string()), null),
  keeping: z._default(keeping, keptByDefault),
});
export type Centre = z.infer<typeof centreSettings>;

export type CentreResult =
  | { readonly status: 'read'; readonly centre: Centre }
  | { readonly status: 'broken'; readonly problems: readonly string[] };

/** Checks the parsed settings of the centre (`flows/centre.yaml`). */
export function readCentre(parsed: unknown): CentreResult {
  const result = centreSettings.safeParse(parsed);
  if (result.success) return { status: 'read', centre: result.data };
  return { status: 'broken', problems: problemsOf(result.error) };
}

/** What the centre's settings must agree with. */
export interface CentreSurroundings {
  readonly areas: readonly { readonly code: string }[];
  readonly services: readonly Pick<Service, 'id'>[];
}

/** Everything that is wrong with settings that staff entered; empty when they may be kept. */
export function centreProblems(centre: Centre, { areas, services }: CentreSurroundings): readonly Problem[] {
  const { area, line, web, zalo_name: zaloName, keeping: kept, holidays } = centre;
  const found: Problem[] = [
    ...schemaProblems(centreSettings, centre, {
      hours: 'hours',
      holidays: 'date',
      names_before: 'required',
      web: 'address',
      keeping: 'bounds',
    }),
  ];
  const add = (field: keyof Centre, problem: Problem['problem'], stem: string | null = null) =>
    void found.push({ field, problem, ...(stem !== null && { params: { word: stem } }) });
  if (area !== null && !areas.some(({ code }) => code === area)) add('area', 'area');
  if (line !== null && !services.some(({ id }) => id === line)) add('line', 'line');
  if (web !== null && tellingStem(web) !== null) add('web', 'telling', tellingStem(web));
  if (web !== null && /[?#]/u.test(web)) add('web', 'address');
  if (zaloName !== null && tellingStem(zaloName) !== null) add('zalo_name', 'telling', tellingStem(zaloName));
  if (kept.low > kept.medium || kept.medium > kept.high) add('keeping', 'order');
  if (new Set(holidays).size < holidays.length) add('holidays', 'twice');
  return found;
}
