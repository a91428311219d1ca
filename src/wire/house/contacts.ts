import * as z from 'zod/mini';
import { contactRecord } from '../../report/contact-record.ts';
import { riskLevels } from '../../risk/level.ts';
import type { CallTable } from './calls.ts';
import { area, version } from './fields.ts';

const writers = ['counsellor', 'supervisor', 'administrator'] as const;
const readers = ['supervisor', 'administrator', 'auditor'] as const;

const id = z.string().check(z.minLength(1), z.maxLength(96));
const conversation = z.string().check(z.minLength(1), z.maxLength(64));
const time = z.int().check(z.gte(0));
const problem = z.object({ field: z.string(), problem: z.string() });

const kept = z.object({
  id,
  version,
  record: contactRecord,
  /** The talk was marked as a child's, whatever age stands in the record. */
  childKnown: z.boolean(),
  /** What stands in the way of closing. */
  problems: z.array(problem),
});

const period = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('month'), year: z.int(), month: z.int().check(z.gte(1), z.lte(12)) }),
  z.object({ kind: z.literal('half'), year: z.int(), half: z.union([z.literal(1), z.literal(2)]) }),
  z.object({ kind: z.literal('action'), year: z.int() }),
]);

const cell = z.union([z.int(), z.literal('hidden')]);
const counted = z.object({ value: z.string(), count: cell });
const wait = z.nullable(z.object({ median: z.number(), ninth: z.number() }));

/** The contact records (sổ tiếp nhận) and what is reported from them. */
export const contactsCalls = {
  /** The record of this talk as it stands, or as it begins: filled in from what the talk has shown. */
  'contacts/of': { roles: writers, body: z.object({ conversation }), reply: kept },
  /** A record of a talk, or with `conversation` null of a call, a visit, a hand-over; `id` null makes a new one. */
  'contacts/save': {
    roles: writers,
    body: z.object({
      conversation: z.nullable(conversation),
      id: z.nullable(id),
      version,
      record: contactRecord,
    }),
    reply: kept,
  },
  /** The provinces, for the form. */
  'contacts/areas': { roles: writers, body: z.object({}), reply: z.object({ areas: z.array(area) }) },
  'contacts/read': { roles: writers, body: z.object({ id }), reply: kept },
  /** Newest first; of the last so many days. Counsellors see their own. */
  'contacts/list': {
    roles: [...writers, 'auditor'],
    body: z.object({ days: z.int().check(z.gte(1), z.lte(400)) }),
    reply: z.object({
      areas: z.array(area),
      rows: z.array(
        z.object({
          id,
          at: time,
          by: z.string(),
          pseudonym: z.nullable(z.string()),
          source: z.string(),
          level: z.enum(riskLevels),
          closed: z.boolean(),
          problems: z.int(),
          /** A child of this record was, or must yet be, reported. */
          child: z.enum(['no', 'due', 'reported']),
        }),
      ),
    }),
  },
  'contacts/report': {
    roles: readers,
    body: z.object({ period }),
    reply: z.object({
      from: time,
      to: time,
      open: z.int(),
      measures: z.array(z.object({ key: z.string(), count: cell })),
      breakdowns: z.array(z.object({ key: z.string(), rows: z.array(counted), total: z.nullable(cell) })),
      sexByAge: z.object({
        ages: z.array(z.string()),
        sexes: z.array(z.string()),
        table: z.object({
          cells: z.array(z.array(cell)),
          rowTotals: z.array(cell),
          columnTotals: z.array(cell),
          total: cell,
        }),
      }),
      legacy: z.object({ rows: z.array(counted), total: cell }),
      waits: z.array(z.object({ level: z.string(), claimed: wait, answered: wait })),
    }),
  },
} as const satisfies CallTable;
