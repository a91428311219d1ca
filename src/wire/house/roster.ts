import * as z from 'zod/mini';
import type { CallTable } from './calls.ts';

/*
 * The roster's screen, and how staff are reached off screen. Who is on call is named by staff id; dates are Viet
 * Nam's; times of day are minutes after midnight. Forms of the roster: `src/queue/roster.ts`.
 */

const staffId = z.string().check(z.minLength(1), z.maxLength(64));
const shiftId = z.string().check(z.regex(/^[a-z0-9-]{1,24}$/));
const date = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/));
const minute = z.int().check(z.gte(0), z.lt(24 * 60));
const version = z.int().check(z.gte(0));
const place = z.enum(['first', 'second', 'supervisor', 'head']);
const title = z.string().check(z.trim(), z.maxLength(40));

export const named = z.object({
  first: z.nullable(staffId),
  second: z.nullable(staffId),
  supervisor: z.nullable(staffId),
  head: z.nullable(staffId),
});
export const dayNames = z.record(shiftId, named);

export const rosterPlan = z.object({
  shifts: z
    .array(z.object({ id: shiftId, name: title, from: minute, to: minute }))
    .check(z.minLength(1), z.maxLength(8)),
  pattern: z.partialRecord(z.enum(['1', '2', '3', '4', '5', '6', '7', 'holiday']), dayNames),
  holidays: z.array(z.object({ date, name: title })).check(z.maxLength(100)),
  drill: z.nullable(z.object({ weekday: z.int().check(z.gte(1), z.lte(7)), minute })),
});

const turn = z.object({ date, shift: shiftId, place });
export const exchange = z.object({
  by: staffId,
  to: staffId,
  give: turn,
  take: z.nullable(turn),
  state: z.enum(['proposed', 'accepted', 'declined', 'withdrawn']),
  proposedAt: z.number(),
  answeredAt: z.nullable(z.number()),
});

const weekShift = z.object({
  shift: shiftId,
  named,
  gap: z.nullable(z.enum(['nobody', 'one-at-night'])),
  departs: z.boolean(),
});

/** One way of one member of staff, in a trial of the bell: `waiting` while it is still being tried. */
const triedWay = z.object({
  way: z.string(),
  state: z.enum(['waiting', 'sent', 'failed', 'dropped']),
});
const drill = z.object({
  id: z.string(),
  at: z.number(),
  /** Null: the weekly one. */
  by: z.nullable(staffId),
  night: z.boolean(),
  calls: z.array(
    z.object({ place, staff: staffId, ways: z.array(triedWay), acknowledgedAt: z.nullable(z.number()) }),
  ),
  /** Null while it runs. */
  passed: z.nullable(z.boolean()),
});
export type DrillView = z.infer<typeof drill>;

/** Digits, spaces and a plus sign; kept sealed, seen by administrators and the member alone. */
const telephone = z.string().check(z.trim(), z.regex(/^\+?[0-9][0-9 .-]{5,19}$/));

const seesRoster = ['counsellor', 'supervisor', 'interpreter', 'administrator', 'auditor'] as const;
const takesCalls = ['counsellor', 'supervisor', 'administrator'] as const;
const editsRoster = ['supervisor', 'administrator'] as const;

export const rosterCalls = {
  /** The week in which `date` lies (absent: this week), and everything that its screen shows. */
  'roster/read': {
    roles: seesRoster,
    body: z.object({ date: z.optional(date) }),
    reply: z.object({
      today: date,
      /** The shift that runs and who is named for it. */
      now: z.nullable(z.object({ shift: shiftId, date, named })),
      plan: rosterPlan,
      version,
      days: z.array(
        z.object({
          date,
          holiday: z.nullable(z.string()),
          /** Of the date's own names; 0 when it has none. */
          version,
          shifts: z.array(weekShift),
        }),
      ),
      uncovered: z.boolean(),
      staff: z.array(z.object({ id: staffId, name: z.string(), role: z.string() })),
      exchanges: z.array(z.extend(exchange, { id: z.string(), version })),
      drills: z.array(drill),
      /** How many trials were passed at night, ever: going live asks for two. */
      passedAtNight: z.number(),
      /** Who can be reached off screen, and how well: only people and ways that exist. */
      reach: z.array(z.object({ staff: staffId, way: z.string(), failing: z.boolean() })),
      /** Telephone numbers: an administrator sees all, others their own. */
      telephones: z.array(z.object({ staff: staffId, telephone: z.string(), version })),
      mayEdit: z.boolean(),
    }),
  },
  'roster/plan': {
    roles: editsRoster,
    body: z.object({ version, plan: rosterPlan }),
    reply: z.object({ version }),
    longest: 200_000,
  },
  /** The names of one shift of one date; null: as the week says. */
  'roster/date': {
    roles: editsRoster,
    body: z.object({ date, version, shift: shiftId, named: z.nullable(named) }),
    reply: z.object({ version }),
  },
  'exchange/propose': {
    roles: takesCalls,
    body: z.object({ to: staffId, give: turn, take: z.nullable(turn) }),
    reply: z.object({ id: z.string() }),
  },
  'exchange/answer': {
    roles: takesCalls,
    body: z.object({ id: z.string(), version, answer: z.enum(['accepted', 'declined', 'withdrawn']) }),
    reply: z.object({ version }),
  },
  /** Tries the bell with everybody of the shift that runs. */
  'paging/drill': { roles: editsRoster, body: z.object({}), reply: z.object({ id: z.string() }) },
  /** "I have it": every open page and trial that was sent to this member of staff. */
  'paging/acknowledge': {
    roles: takesCalls,
    body: z.object({ way: z.enum(['desk', 'push']) }),
    reply: z.object({ count: z.number() }),
  },
  /** The public key that a browser needs to subscribe; null when notifications are not set up. */
  'paging/push-key': {
    roles: takesCalls,
    body: z.object({}),
    reply: z.object({ key: z.nullable(z.string()) }),
  },
  'paging/subscribe': {
    roles: takesCalls,
    body: z.object({
      endpoint: z.url().check(z.maxLength(1000)),
      keys: z.object({
        p256dh: z.string().check(z.regex(/^[\w-]{80,100}={0,2}$/)),
        auth: z.string().check(z.regex(/^[\w-]{20,30}={0,2}$/)),
      }),
    }),
    reply: z.object({}),
  },
  'paging/unsubscribe': {
    roles: takesCalls,
    body: z.object({ endpoint: z.url().check(z.maxLength(1000)) }),
    reply: z.object({}),
  },
  /** A telephone number for the gateway: one's own, or anybody's for an administrator. Null removes it. */
  'paging/telephone': {
    roles: takesCalls,
    body: z.object({ staff: staffId, version, telephone: z.nullable(telephone) }),
    reply: z.object({}),
  },
} as const satisfies CallTable;
