import * as z from 'zod';

/** How far a text has come, in rising order (language §7.3). `outdated` is derived, never written. */
export const reviewStates = [
  'missing',
  'machine',
  'needs_review',
  'translated',
  'reviewed',
  'approved',
] as const;
export type ReviewState = (typeof reviewStates)[number];

const clip = z.strictObject({ file: z.string(), text: z.string() });

const catalogueEntry = z.strictObject({
  /** Absent only in `locales/vi/<flow>.json`: a flow's Vietnamese stands in the flow file. */
  text: z.optional(z.string()),
  state: z.enum(reviewStates),
  /** Hash of the Vietnamese text that this one was made from, or that was reviewed. */
  source: z.optional(z.string()),
  /** Roles, never names: who wrote it, then who read it. */
  by: z.array(z.string()),
  at: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/)),
  audio: z.optional(clip),
});
export type CatalogueEntry = z.infer<typeof catalogueEntry>;

const catalogueEntries = z.record(z.string().check(z.regex(/^[a-z][\w.-]*$/i)), catalogueEntry);

/** One file `locales/<language>/<namespace>.json`; keys stand without the namespace. */
export interface CatalogueFile {
  readonly language: string;
  readonly namespace: string;
  readonly entries: Readonly<Record<string, CatalogueEntry>>;
}

export type CatalogueFileResult =
  | { readonly status: 'read'; readonly file: CatalogueFile }
  /** `problems` name the key and what is wrong with it. */
  | { readonly status: 'broken'; readonly problems: readonly string[] };

/** Checks parsed JSON against the catalogue format of language §7.3. */
export function readCatalogueFile(language: string, namespace: string, json: unknown): CatalogueFileResult {
  const result = catalogueEntries.safeParse(json);
  if (result.success) return { status: 'read', file: { language, namespace, entries: result.data } };
  return {
    status: 'broken',
    problems: result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  };
}
