import type { PageAcknowledgement, PageDelivery } from '../app/page-rows.ts';
import type {
  AuditRow,
  ConversationRow,
  InboxRow,
  InvitationRow,
  MessageRow,
  MessageState,
  OutboxRow,
  PageRow,
  QueueRow,
  RecordRow,
  StaffRow,
  TimerRow,
  WebTokenRow,
} from '../app/ports.ts';

/*
 * The tables, for Kysely: text, bigint and bytea alone, so that one schema serves SQLite and PostgreSQL.
 * Columns carry the names of the ports' fields; truth values are 0 and 1.
 */

/** A row with its truth values as the databases hold them. */
export type Flagged<Row> = { [Field in keyof Row]: Row[Field] extends boolean ? number : Row[Field] };

/** `positions` counts what the person has ever been shown: it never falls, so that a page's watermark stays true. */
export type ConversationTable = Flagged<ConversationRow> & { positions: number };

/** `aside`: given up after repeated failures. Handled and erased rows lose their body and keep their dedupe key. */
export type InboxState = 'pending' | 'handled' | 'aside';
export type InboxTable = Omit<InboxRow, 'body'> & {
  body: Uint8Array | null;
  order: number;
  attempts: number;
  state: InboxState;
};

export type MessageTable = Flagged<MessageRow> & {
  state: MessageState;
  position: number | null;
  vendor: Uint8Array | null;
};
export type OutboxTable = OutboxRow & { retryAt: number; attempts: number };
export type PageTable = PageRow & { acknowledgedBy: string | null; acknowledgedAt: number | null };
/** `params` is JSON, `hash` null until linked. */
export type AuditTable = Omit<AuditRow, 'params'> & { id: number; params: string; hash: string | null };
/** Every version stands; `newest` is 1 on the last one. */
export type RecordTable = RecordRow & { newest: number };
export interface CounterTable {
  name: string;
  day: string;
  total: number;
}

export interface Tables {
  conversation: ConversationTable;
  token: WebTokenRow;
  inbox: InboxTable;
  message: MessageTable;
  outbox: OutboxTable;
  timer: TimerRow;
  queue: Flagged<QueueRow>;
  page: PageTable;
  pageDelivery: PageDelivery;
  pageAcknowledgement: PageAcknowledgement;
  audit: AuditTable;
  staff: Flagged<StaffRow>;
  invitation: InvitationRow;
  record: RecordTable;
  counter: CounterTable;
}
