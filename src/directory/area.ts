import * as z from 'zod/mini';
import { problemsOf } from './service.ts';

const area = z.strictObject({
  /** Province code of the General Statistics Office, two digits. */
  code: z.string().check(z.regex(/^\d{2}$/)),
  name: z.string().check(z.minLength(1)),
  /** Provinces that were merged into this one on 1 July 2025. */
  old: z.array(z.string()),
  /** Short forms, older names and towns that people write instead. */
  aliases: z.array(z.string()),
  confidence: z.enum(['A', 'B', 'C', 'P']),
});
export type Area = z.infer<typeof area>;

const areaFile = z.strictObject({ areas: z.array(area).check(z.minLength(1)) });

export type AreasResult =
  | { readonly status: 'read'; readonly areas: readonly Area[] }
  | { readonly status: 'broken'; readonly problems: readonly string[] };

/** Checks the parsed list of provinces (`flows/areas.yaml`). */
export function readAreas(parsed: unknown): AreasResult {
  const result = areaFile.safeParse(parsed);
  if (result.success) return { status: 'read', areas: result.data.areas };
  return { status: 'broken', problems: problemsOf(result.error) };
}
