import type * as z from 'zod/mini';
import type { CallTable, HouseAnswer, HouseDetail, HouseRefusal } from '../../wire/house/calls.ts';
import type { StaffIdentity } from '../desk-door.ts';

/** What carries out the calls of one area: `by` has the role that the table asks for, `body` has passed its schema. */
export type Handlers<Table extends CallTable> = {
  readonly [Name in keyof Table]: (
    by: StaffIdentity,
    body: z.output<Table[Name]['body']>,
  ) => Promise<HouseAnswer<z.output<Table[Name]['reply']>>>;
};

/** The call was carried out. */
export const done = <Reply>(reply: Reply): HouseAnswer<Reply> => ({ status: 'done', reply });

/** The call was refused, with what exactly is in the way where that helps. */
export const refused = (
  why: HouseRefusal,
  detail?: readonly HouseDetail[],
): Extract<HouseAnswer<never>, { status: 'refused' }> =>
  detail === undefined ? { status: 'refused', why } : { status: 'refused', why, detail };
