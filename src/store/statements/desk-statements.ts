import { type Kysely, sql } from 'kysely';
import type { PageRow, TimerRow } from '../../app/ports.ts';
import type { Tables } from '../schema.ts';
import { define, slotsFor } from '../statement.ts';

const queueColumns = [
  'conversation',
  'level',
  'triggers',
  'waitingSince',
  'returned',
  'quiet',
  'gone',
  'mayWrite',
  'usesViolence',
  'child',
  'holder',
] as const;
const pageColumns = ['id', 'conversation', 'target', 'why', 'at'] as const;
const timerColumns = ['conversation', 'kind', 'token', 'dueAt'] as const;

/** Clocks, the queue and pages. */
export const deskStatements = (db: Kysely<Tables>) => ({
  startTimer: define((slot: TimerRow) =>
    db
      .insertInto('timer')
      .values(slotsFor(slot, timerColumns))
      .onConflict((on) =>
        on.columns(['conversation', 'kind']).doUpdateSet(slotsFor(slot, ['token', 'dueAt'])),
      ),
  ),
  stopTimer: define((slot: Pick<TimerRow, 'conversation' | 'kind'>) =>
    db.deleteFrom('timer').where('conversation', '=', slot.conversation).where('kind', '=', slot.kind),
  ),
  deleteTimersOf: define((slot: { conversation: string }) =>
    db.deleteFrom('timer').where('conversation', '=', slot.conversation),
  ),
  timersDue: define((slot: { now: number; limit: number }) =>
    db
      .selectFrom('timer')
      .select(timerColumns)
      .where('dueAt', '<=', slot.now)
      .orderBy('dueAt')
      .orderBy('conversation')
      .orderBy('kind')
      .limit(slot.limit),
  ),
  nextTimer: define(() =>
    db.selectFrom('timer').select((is) => is.fn.min<number | null>('dueAt').as('dueAt')),
  ),
  timersOf: define((slot: { conversation: string }) =>
    db
      .selectFrom('timer')
      .select(timerColumns)
      .where('conversation', '=', slot.conversation)
      .orderBy('dueAt')
      .orderBy('kind'),
  ),

  putQueue: define((slot: Tables['queue']) =>
    db
      .insertInto('queue')
      .values(slotsFor(slot, queueColumns))
      .onConflict((on) =>
        on
          .column('conversation')
          .doUpdateSet((is) =>
            Object.fromEntries(queueColumns.slice(1).map((column) => [column, is.ref(`excluded.${column}`)])),
          ),
      ),
  ),
  deleteQueue: define((slot: { conversation: string }) =>
    db.deleteFrom('queue').where('conversation', '=', slot.conversation),
  ),
  queue: define(() =>
    db.selectFrom('queue').select(queueColumns).orderBy('waitingSince').orderBy('conversation'),
  ),
  queueEntry: define((slot: { conversation: string }) =>
    db.selectFrom('queue').select(queueColumns).where('conversation', '=', slot.conversation),
  ),

  insertPage: define((slot: PageRow) => db.insertInto('page').values(slotsFor(slot, pageColumns))),
  acknowledgePages: define((slot: { conversation: string; by: string; at: number }) =>
    db
      .updateTable('page')
      .set({ acknowledgedBy: slot.by, acknowledgedAt: slot.at })
      .where('conversation', '=', slot.conversation)
      .where('acknowledgedAt', 'is', null),
  ),
  deletePagesOf: define((slot: { conversation: string }) =>
    db.deleteFrom('page').where('conversation', '=', slot.conversation),
  ),
  openPages: define(() =>
    db.selectFrom('page').select(pageColumns).where('acknowledgedAt', 'is', null).orderBy('at').orderBy('id'),
  ),

  /**
   * Conversations whose time is up (safety-content §9.1). A plain walk over the living conversations, hourly:
   * an index on the last message would cost every turn a write.
   */
  expired: define(
    (slot: { none: number; low: number; medium: number; high: number; imminent: number; limit: number }) =>
      db
        .selectFrom('conversation')
        .select('id')
        .where(sql<boolean>`case when "erasedAt" is not null then "erasedAt"
          when "highest" in ('high', 'imminent') then "closedAt"
          when "owner" in ('waiting', 'held', 'lost') then null
          else coalesce("lastPersonAt", "createdAt") end
          <= case "highest" when 'none' then cast(${slot.none} as bigint) when 'low' then cast(${slot.low} as bigint)
          when 'medium' then cast(${slot.medium} as bigint) when 'high' then cast(${slot.high} as bigint)
          else cast(${slot.imminent} as bigint) end`)
        .where((is) =>
          is.not(
            is.exists(
              is
                .selectFrom('queue')
                .select('queue.level')
                .whereRef('queue.conversation', '=', 'conversation.id'),
            ),
          ),
        )
        .where((is) =>
          is.not(
            is.exists(
              is
                .selectFrom('inbox')
                .select('inbox.id')
                .where('inbox.state', '=', sql.lit('pending' as const))
                .whereRef('inbox.conversation', '=', 'conversation.id'),
            ),
          ),
        )
        .where((is) =>
          is.not(
            is.exists(
              is
                .selectFrom('outbox')
                .select('outbox.seq')
                .whereRef('outbox.conversation', '=', 'conversation.id'),
            ),
          ),
        )
        .orderBy('createdAt')
        .orderBy('id')
        .limit(slot.limit),
  ),
});
