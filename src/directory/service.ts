import * as z from 'zod/mini';
import { openingHours } from './hours.ts';
import { serviceKinds } from './service-kinds.ts';

/** Names that texts may use for a number: `{police}` and so on. */
const placeholders = ['police', 'fire', 'ambulance', 'child_line', 'abroad'] as const;

const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const yesNo = z.nullable(z.boolean());

/** One entry of the register. A null is "not known", never "no". */
export const serviceFields = z.strictObject({
  id: z.string().check(z.regex(/^[a-z][a-z0-9-]*$/)),
  name: z.string().check(z.trim(), z.minLength(1)),
  /** Two or three words beside the digits, as a person reads them. */
  label: z.string().check(z.trim(), z.minLength(1)),
  kind: z.enum(serviceKinds),
  placeholder: z.nullable(z.enum(placeholders)),
  /** As dialled and shown; null when not known. */
  number: z.nullable(z.string().check(z.regex(/^\+?\d[\d ]{1,18}\d$/))),
  hours: openingHours,
  answers_at_night: yesNo,
  cost: z.enum(['free', 'charged', 'unknown']),
  /** The phone must have credit for the call to go through. */
  needs_credit: yesNo,
  /** What must be dialled first from another province; staff and the third-party card. */
  dial_from_elsewhere: z.nullable(z.string()),
  languages: z.array(z.string()),
  interpreters: z.array(z.string()),
  who_answers: z.nullable(z.string()),
  takes_children: yesNo,
  takes_men: yesNo,
  /** Not for violence (112: disasters and search); never offered to a person by the program. */
  for_violence: z.boolean(),
  /** Province codes of `areas.yaml`; `all` for the whole country. */
  area: z.union([z.literal('all'), z.array(z.string()).check(z.minLength(1))]),
  /** What a person may be shown: nothing, the number, or also the place. */
  public: z.enum(['none', 'phone', 'place']),
  referral_channel: z.nullable(z.string()),
  valid_from: z.nullable(date),
  valid_to: z.nullable(date),
  aliases: z.array(z.string()),
  owner: z.nullable(z.string()),
  leaves_call_log: z.boolean(),
  /** Date of the last test call that was answered; null when there was none. */
  last_tested: z.nullable(date),
  tested_by: z.nullable(z.string()),
  source: z.string().check(z.trim(), z.minLength(1)),
  confidence: z.enum(['A', 'B', 'C', 'P']),
});
export type Service = z.infer<typeof serviceFields>;

const register = z.strictObject({ services: z.array(serviceFields).check(z.minLength(1)) });

export type RegisterResult =
  | { readonly status: 'read'; readonly services: readonly Service[] }
  | { readonly status: 'broken'; readonly problems: readonly string[] };

/** Checks the parsed register (`flows/services.yaml`). Problems name the entry and the field. */
export function readServices(parsed: unknown): RegisterResult {
  const result = register.safeParse(parsed);
  if (!result.success) return { status: 'broken', problems: problemsOf(result.error) };
  const { services } = result.data;
  const problems = [...duplicates(services), ...shownPlaces(services)];
  return problems.length === 0 ? { status: 'read', services } : { status: 'broken', problems };
}

export const problemsOf = (error: z.core.$ZodError): readonly string[] =>
  error.issues.map((issue) => `${issue.path.join('.')}: ${sayingOf(issue)}`);

/** Said here, because the browser's half of the checks carries no sentences. */
function sayingOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown: ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_type') return `expected ${issue.expected}`;
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.map(String).join(', ')}`;
  return issue.message;
}

function duplicates(services: readonly Service[]): string[] {
  const seen = new Set<string>();
  return services.flatMap(({ id, placeholder }) => {
    const names = placeholder === null ? [id] : [id, `{${placeholder}}`];
    const twice = names.filter((name) => seen.has(name)).map((name) => `${id}: ${name} stands there twice`);
    for (const name of names) seen.add(name);
    return twice;
  });
}

/** Shelters and trusted addresses are given by a counsellor after a safety check, never by the program (§7). */
export const hiddenKinds: ReadonlySet<Service['kind']> = new Set([
  'shelter',
  'trusted-address',
  'commune-police',
]);

const shownPlaces = (services: readonly Service[]): string[] =>
  services
    .filter((one) => hiddenKinds.has(one.kind) && one.public !== 'none')
    .map(({ id, kind }) => `${id}: a ${kind} must be “public: none”`);
