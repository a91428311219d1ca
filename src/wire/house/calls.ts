import type * as z from 'zod/mini';
import { centreCalls } from './centre.ts';
import { contactsCalls } from './contacts.ts';
import { goingLiveCalls } from './going-live.ts';
import { mediaCalls } from './media.ts';
import { numbersCalls } from './numbers.ts';
import { rosterCalls } from './roster.ts';
import { staffFactsCalls } from './staff-facts.ts';

/*
 * What the screens of the house (centre, numbers, roster …) and the server say to each other:
 * `POST /console/api/house/<name>` with a JSON body of `houseCalls[name].body`, answered by `HouseAnswer`.
 * Each area has its own file with its table; this one joins them. Times are milliseconds since 1970.
 */

/** Roles of staff, as in the application's `StaffRole`. */
export type HouseRole =
  | 'counsellor'
  | 'supervisor'
  | 'interpreter'
  | 'editor'
  | 'reviewer'
  | 'administrator'
  | 'auditor';

/** One call: who may make it, what it needs and what it answers. */
interface CallSpec {
  readonly roles: readonly HouseRole[];
  readonly body: z.ZodMiniType;
  readonly reply: z.ZodMiniType;
  /** Largest body in bytes where it may be longer than other requests (an upload as text). */
  readonly longest?: number;
}
/** The calls of one area. */
export type CallTable = Readonly<Record<string, CallSpec>>;

/** Every call of the house. */
export const houseCalls = {
  ...centreCalls,
  ...contactsCalls,
  ...goingLiveCalls,
  ...mediaCalls,
  ...numbersCalls,
  ...rosterCalls,
  ...staffFactsCalls,
} as const satisfies CallTable;

export type HouseCallName = keyof typeof houseCalls;
export type HouseBody<Name extends HouseCallName> = z.infer<(typeof houseCalls)[Name]['body']>;
export type HouseReply<Name extends HouseCallName> = z.infer<(typeof houseCalls)[Name]['reply']>;

/** Why a call was refused: explained by `house.refused.<why>` in the console catalogue. */
export const houseRefusals = ['not-allowed', 'stale', 'invalid', 'gone', 'exists', 'unwritable'] as const;
export type HouseRefusal = (typeof houseRefusals)[number];

/** One thing that is wrong, or that somebody else changed: `problem` is explained by `house.problem.<problem>`. */
export interface HouseDetail {
  /** The field it is about, as it is named in the body; empty for the whole. */
  readonly field: string;
  readonly problem: string;
  readonly params?: Readonly<Record<string, string>>;
}

/** What the server answers. */
export type HouseAnswer<Reply> =
  | { readonly status: 'done'; readonly reply: Reply }
  | { readonly status: 'refused'; readonly why: HouseRefusal; readonly detail?: readonly HouseDetail[] };

/** What came of a call. `failed`: no answer that can be read; a change may or may not have been made. */
export type HouseOutcome<Reply> =
  | HouseAnswer<Reply>
  | { readonly status: 'failed' }
  | { readonly status: 'signed-out' };
