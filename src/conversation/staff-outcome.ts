import type { Talk } from './talk.ts';
import type { StaffRef } from './turn-event.ts';

/** Why a member of staff's action did not happen; the console explains it. */
export type StaffRefusal =
  | 'not-yours'
  | 'locked'
  | 'gone'
  | 'late'
  | 'nothing-waiting'
  | 'quiet'
  | 'may-not-write'
  /** She gave the talk back because she may know the person: it is not hers any more. */
  | 'acquainted'
  /** The offer of a hand-over is over: answered, withdrawn, or its minute has passed. */
  | 'no-offer';
/** What a staff action came to. */
export type StaffOutcome =
  | { readonly status: 'done' }
  | { readonly status: 'refused'; readonly why: StaffRefusal };

export const done: StaffOutcome = { status: 'done' };
export const refused = (why: StaffRefusal): StaffOutcome => ({ status: 'refused', why });

/** Whether this member of staff holds the talk now. */
export const holds = ({ custody }: Talk, by: StaffRef): boolean =>
  custody.state === 'held' && custody.holder === by.id;
