import * as z from 'zod/mini';
import { centreSettings } from '../../directory/centre.ts';
import type { CallTable } from './calls.ts';
import { area, changed, version } from './fields.ts';

/** The centre's own settings (`flows/centre.yaml`, changed on its screen). */
export const centreCalls = {
  'centre/read': {
    roles: ['counsellor', 'supervisor', 'administrator', 'auditor'],
    body: z.object({}),
    reply: z.object({
      version,
      changed,
      centre: centreSettings,
      areas: z.array(area),
      /** Entries of the register that may be the centre's own line. */
      lines: z.array(z.object({ id: z.string(), name: z.string(), number: z.string(), shown: z.boolean() })),
      /** The approved sentences about reporting, as a person reads them. */
      sentences: z.array(z.object({ version: z.string(), text: z.string() })),
    }),
  },
  'centre/write': {
    roles: ['administrator'],
    body: z.object({ version, centre: centreSettings }),
    reply: z.object({ version }),
  },
} as const satisfies CallTable;
