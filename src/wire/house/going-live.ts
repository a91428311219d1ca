import * as z from 'zod/mini';
import type { CallTable } from './calls.ts';
import { version } from './fields.ts';

/** Everything that must be true before a centre opens; each has its text as `live.line.<id>`. */
export const liveLines = [
  'clinical-lead',
  'lawyer',
  'numbers',
  'drill',
  'two-a-night',
  'oa-manager',
  'neutral-names',
  'staff-trained',
  'exit-target',
  'rehearsal',
  'paper',
] as const;

const line = z.enum(liveLines);
const name = z.string().check(z.trim(), z.minLength(2), z.maxLength(80));
const date = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/));

/** The list before opening: each line with a name and a date, and with what the program itself can see. */
export const goingLiveCalls = {
  'live/read': {
    roles: ['counsellor', 'supervisor', 'administrator', 'auditor'],
    body: z.object({}),
    reply: z.object({
      live: z.boolean(),
      lines: z.array(
        z.object({
          line,
          version,
          signed: z.nullable(z.object({ name, date })),
          /** What the program sees for itself, as `live.evidence.<key>`; null where it can see nothing. */
          evidence: z.nullable(
            z.object({ key: z.string(), params: z.record(z.string(), z.number()), good: z.boolean() }),
          ),
          done: z.boolean(),
        }),
      ),
    }),
  },
  /** `signed` null takes a signature back. */
  'live/sign': {
    roles: ['administrator'],
    body: z.object({ line, version, signed: z.nullable(z.object({ name, date })) }),
    reply: z.object({ version }),
  },
} as const satisfies CallTable;
