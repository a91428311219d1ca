import { type Kysely, sql } from 'kysely';
import type { InvitationRow, RecordRow } from '../../app/ports.ts';
import type { AuditTable, CounterTable, Tables } from '../schema.ts';
import { define, slotsFor } from '../statement.ts';

const staffColumns = ['id', 'name', 'role', 'active', 'createdAt', 'shiftSince', 'soundTestedAt'] as const;
const invitationColumns = ['hash', 'staff', 'name', 'role', 'expiresAt'] as const;
const recordColumns = ['kind', 'id', 'version', 'at', 'by', 'body'] as const;
const auditColumns = ['at', 'action', 'pseudonym', 'by', 'params'] as const;

/** Staff, their invitations, the audit and the counts. */
export const houseStatements = (db: Kysely<Tables>) => ({
  putStaff: define((slot: Tables['staff']) =>
    db
      .insertInto('staff')
      .values(slotsFor(slot, staffColumns))
      .onConflict((on) =>
        on
          .column('id')
          .doUpdateSet((is) =>
            Object.fromEntries(staffColumns.slice(1).map((column) => [column, is.ref(`excluded.${column}`)])),
          ),
      ),
  ),
  staff: define(() => db.selectFrom('staff').select(staffColumns).orderBy('createdAt').orderBy('id')),
  insertInvitation: define((slot: InvitationRow) =>
    db.insertInto('invitation').values(slotsFor(slot, invitationColumns)),
  ),
  /** No row when it was used before: a link opens once. */
  useInvitation: define((slot: { hash: string }) =>
    db.deleteFrom('invitation').where('hash', '=', slot.hash).returning('hash'),
  ),
  deleteExpiredInvitations: define((slot: { now: number }) =>
    db.deleteFrom('invitation').where('expiresAt', '<=', slot.now),
  ),
  invitation: define((slot: { hash: string; now: number }) =>
    db
      .selectFrom('invitation')
      .select(invitationColumns)
      .where('hash', '=', slot.hash)
      .where('expiresAt', '>', slot.now),
  ),

  /** No row when the version before is not the newest one (any more). */
  outdateRecord: define((slot: Pick<RecordRow, 'kind' | 'id'> & { before: number; newest: number }) =>
    db
      .updateTable('record')
      .set({ newest: slot.newest })
      .where('kind', '=', slot.kind)
      .where('id', '=', slot.id)
      .where('version', '=', slot.before)
      .where('newest', '!=', slot.newest)
      .returning('version'),
  ),
  /** No row when there is this version already. */
  insertRecord: define((slot: Tables['record']) =>
    db
      .insertInto('record')
      .values(slotsFor(slot, [...recordColumns, 'newest']))
      .onConflict((on) => on.columns(['kind', 'id', 'version']).doNothing())
      .returning('version'),
  ),
  record: define((slot: { kind: string; id: string }) =>
    db
      .selectFrom('record')
      .select(recordColumns)
      .where('kind', '=', slot.kind)
      .where('id', '=', slot.id)
      .where('newest', '=', sql.lit(1)),
  ),
  records: define((slot: { kind: string; since: number }) =>
    db
      .selectFrom('record')
      .select(recordColumns)
      .where('kind', '=', slot.kind)
      .where('newest', '=', sql.lit(1))
      .where('body', 'is not', null)
      .where('at', '>=', slot.since)
      .orderBy('id'),
  ),
  recordHistory: define((slot: { kind: string; id: string }) =>
    db
      .selectFrom('record')
      .select(recordColumns)
      .where('kind', '=', slot.kind)
      .where('id', '=', slot.id)
      .orderBy('version', 'desc'),
  ),
  forgetRecord: define((slot: { kind: string; id: string }) =>
    db.deleteFrom('record').where('kind', '=', slot.kind).where('id', '=', slot.id),
  ),

  insertAudit: define((slot: Pick<AuditTable, (typeof auditColumns)[number]>) =>
    db
      .insertInto('audit')
      .values({ ...slotsFor(slot, auditColumns), id: sql`(select coalesce(max("id"), 0) + 1 from "audit")` }),
  ),
  newestAudit: define((slot: { limit: number }) =>
    db
      .selectFrom('audit')
      .select([...auditColumns, 'id', 'hash'])
      .orderBy('id', 'desc')
      .limit(slot.limit),
  ),
  lastLink: define(() =>
    db
      .selectFrom('audit')
      .select(['id', 'hash'])
      .where('hash', 'is not', null)
      .orderBy('id', 'desc')
      .limit(sql.lit(1)),
  ),
  unlinkedAudit: define((slot: { after: number; limit: number }) =>
    db
      .selectFrom('audit')
      .select([...auditColumns, 'id'])
      .where('id', '>', slot.after)
      .orderBy('id')
      .limit(slot.limit),
  ),
  linkAudit: define((slot: { id: number; hash: string }) =>
    db.updateTable('audit').set({ hash: slot.hash }).where('id', '=', slot.id),
  ),

  count: define((slot: Pick<CounterTable, 'name' | 'day'> & { add: number }) =>
    db
      .insertInto('counter')
      .values({ name: slot.name, day: slot.day, total: slot.add })
      .onConflict((on) =>
        on.columns(['name', 'day']).doUpdateSet((is) => ({
          total: sql`${is.ref('counter.total')} + ${is.ref('excluded.total')}`,
        })),
      ),
  ),
});
