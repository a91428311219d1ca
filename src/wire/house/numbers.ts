import * as z from 'zod/mini';
import { serviceFields } from '../../directory/service.ts';
import type { CallTable } from './calls.ts';
import { area, changed, version } from './fields.ts';

const readers = ['counsellor', 'supervisor', 'interpreter', 'administrator', 'auditor'] as const;
const callers = ['counsellor', 'supervisor', 'administrator'] as const;
const editors = ['supervisor', 'administrator'] as const;

/** Longest uploaded table, in bytes of its JSON: some thousand entries. */
const longestTable = 1024 * 1024;

const serviceId = z.string().check(z.minLength(1), z.maxLength(80));
const call = z.object({
  at: z.number(),
  by: z.string(),
  answered: z.nullable(z.string()),
  night: z.boolean(),
});

const row = z.object({
  version,
  changed,
  service: serviceFields,
  /** How old the newest answered test call is; `hidden`: too old for the public, `never`: there was none. */
  test: z.enum(['fresh', 'stale', 'hidden', 'never']),
  /** Whether a person may see it now. */
  shown: z.boolean(),
  /** A national emergency number: never hidden, never deleted. */
  emergency: z.boolean(),
  /** On this month's list of calls to make. */
  due: z.boolean(),
  calls: z.array(call),
});

const lineProblem = z.object({
  /** The line of the file, the header being the first. */
  line: z.int(),
  problems: z.array(
    z.object({
      field: z.string(),
      problem: z.string(),
      params: z.optional(z.record(z.string(), z.string())),
    }),
  ),
});

/** The register: whom one can call. */
export const numbersCalls = {
  'numbers/list': {
    roles: readers,
    body: z.object({}),
    reply: z.object({ rows: z.array(row), areas: z.array(area), own: z.nullable(z.string()) }),
  },
  /** `id` null makes a new entry; its id is made from the name. */
  'numbers/write': {
    roles: editors,
    body: z.object({ id: z.nullable(serviceId), version, service: serviceFields }),
    reply: z.object({ id: z.string(), version }),
  },
  'numbers/remove': {
    roles: editors,
    body: z.object({ id: serviceId, version }),
    reply: z.object({}),
  },
  /** *Đã gọi thử*: `answered` null when nobody answered. `at` null is now. */
  'numbers/called': {
    roles: callers,
    body: z.object({
      id: serviceId,
      answered: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(200))),
      night: z.boolean(),
    }),
    reply: z.object({}),
  },
  'numbers/export': { roles: editors, body: z.object({}), reply: z.object({ csv: z.string() }) },
  /** Looks at a table first (`take: none`); then all of it, or its good lines, are taken as they were looked at. */
  'numbers/import': {
    roles: editors,
    longest: longestTable,
    body: z.object({
      csv: z.string(),
      take: z.enum(['none', 'all', 'good']),
      /** What the look at the table was answered; null for the look itself. */
      stamp: z.nullable(z.string()),
    }),
    reply: z.object({
      stamp: z.string(),
      added: z.array(z.string()),
      changed: z.array(z.string()),
      same: z.int(),
      bad: z.array(lineProblem),
      taken: z.boolean(),
    }),
  },
} as const satisfies CallTable;
