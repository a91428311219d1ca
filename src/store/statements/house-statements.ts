import { type Kysely, sql } from 'kysely';
import type { InvitationRow } from '../../app/ports.ts';
import type { AuditTable, CounterTable, Tables } from '../schema.ts';
import { define, slotsFor } from '../statement.ts';

const staffColumns = ['id', 'name', 'role', 'active', 'createdAt', 'shiftSince', 'soundTestedAt'] as const;
const invitationColumns = ['hash', 'staff', 'name', 'role', 'expiresAt'] as const;
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
