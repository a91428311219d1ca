import * as z from 'zod/mini';
import type { CallTable } from './calls.ts';
import { changed, version } from './fields.ts';

const named = z.array(z.string().check(z.trim(), z.minLength(1), z.maxLength(64))).check(z.maxLength(12));

/** What makes a person's wish possible to honour: a woman or a man, other languages, places where she is known. */
export const staffFacts = z.object({
  gender: z.nullable(z.enum(['woman', 'man'])),
  /** Language tags beside Vietnamese. */
  languages: named,
  /** Communes where she lives or is known, by name. */
  communes: named,
});

/** Facts about staff: everybody her own, administrators all. */
export const staffFactsCalls = {
  'facts/read': {
    roles: ['counsellor', 'supervisor', 'administrator'],
    body: z.object({}),
    reply: z.object({
      /** Tags that may stand among the languages. */
      languages: z.array(z.string()),
      rows: z.array(
        z.object({
          staff: z.string(),
          name: z.string(),
          role: z.string(),
          version,
          changed,
          facts: staffFacts,
        }),
      ),
    }),
  },
  'facts/write': {
    roles: ['counsellor', 'supervisor', 'administrator'],
    body: z.object({ staff: z.string(), version, facts: staffFacts }),
    reply: z.object({ version }),
  },
} as const satisfies CallTable;
