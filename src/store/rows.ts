import type {
  AuditRow,
  ConversationRow,
  PendingInbox,
  PendingOutbox,
  QueueRow,
  RecordRow,
  StaffRow,
  StoredMessage,
} from '../app/ports.ts';
import type { AuditTable, Flagged, InboxTable, MessageTable } from './schema.ts';

/* From table rows to the ports' rows: truth values become true and false again. */

export const conversationOf = (row: Flagged<ConversationRow>): ConversationRow => ({
  ...row,
  quiet: row.quiet === 1,
});

export const inboxOf = (row: Omit<InboxTable, 'state'>): PendingInbox => ({
  ...row,
  body: row.body ?? new Uint8Array(),
});

export const messageOf = (row: MessageTable): StoredMessage => ({ ...row, quiet: row.quiet === 1 });

export const outboxOf = (row: Flagged<PendingOutbox>): PendingOutbox => ({ ...row, quiet: row.quiet === 1 });

export const queueOf = (row: Flagged<QueueRow>): QueueRow => ({
  ...row,
  returned: row.returned === 1,
  quiet: row.quiet === 1,
  mayWrite: row.mayWrite === 1,
  usesViolence: row.usesViolence === 1,
  child: row.child === 1,
});

export const staffOf = (row: Flagged<StaffRow>): StaffRow => ({ ...row, active: row.active === 1 });

export const auditOf = (
  row: AuditTable,
): AuditRow & { readonly id: number; readonly hash: string | null } => ({
  ...row,
  params: JSON.parse(row.params) as Record<string, string>,
});

export const recordOf = (row: RecordRow): RecordRow => ({ ...row });
