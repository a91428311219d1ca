import * as z from 'zod/mini';
import type { CallTable } from './calls.ts';

const area = z.object({
  code: z.string(),
  name: z.string(),
  /** Provinces that became part of this one on 1 July 2025. */
  old: z.array(z.string()),
  /** Other names that people write, also found by the search. */
  aliases: z.array(z.string()),
});

/** The centre's own settings (`flows/centre.yaml`, changed on its screen). */
export const centreCalls = {
  'centre/read': {
    roles: ['counsellor', 'supervisor', 'administrator', 'auditor'],
    body: z.object({}),
    reply: z.object({ name: z.nullable(z.string()), area: z.nullable(z.string()), areas: z.array(area) }),
  },
} as const satisfies CallTable;
