import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

// SQLite keeps bytes as they are in a column of any type, so PostgreSQL's name serves both.
const bytes = sql`bytea`;

async function conversations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('conversation')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('pseudonym', 'text', (c) => c.notNull().unique())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('addressHash', 'text')
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('owner', 'text', (c) => c.notNull())
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('highest', 'text', (c) => c.notNull())
    .addColumn('quiet', 'bigint', (c) => c.notNull())
    .addColumn('holder', 'text')
    .addColumn('flow', 'text')
    .addColumn('structure', 'text')
    .addColumn('version', 'bigint', (c) => c.notNull())
    .addColumn('nextSeq', 'bigint', (c) => c.notNull())
    .addColumn('positions', 'bigint', (c) => c.notNull())
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    .addColumn('lastPersonAt', 'bigint')
    .addColumn('closedAt', 'bigint')
    .addColumn('erasedAt', 'bigint')
    .addColumn('snapshot', bytes)
    .execute();
  await index(db, 'conversation', ['channel', 'addressHash']).unique().execute();
  await index(db, 'conversation', ['createdAt']).where(sql.ref('closedAt'), 'is', null).execute();
  await db.schema
    .createTable('token')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('conversation', 'text', (c) => c.notNull())
    .addColumn('expiresAt', 'bigint', (c) => c.notNull())
    .execute();
  await index(db, 'token', ['conversation']).execute();
}

async function mail(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('inbox')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('conversation', 'text')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('dedupe', 'text', (c) => c.notNull().unique())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('body', bytes)
    .addColumn('order', 'bigint', (c) => c.notNull().unique())
    .addColumn('attempts', 'bigint', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .execute();
  await index(db, 'inbox', ['state', 'conversation', 'order']).execute();
  await db.schema
    .createTable('message')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('conversation', 'text', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('direction', 'text', (c) => c.notNull())
    .addColumn('sender', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('quiet', 'bigint', (c) => c.notNull())
    .addColumn('body', bytes, (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('position', 'bigint')
    .execute();
  await index(db, 'message', ['conversation', 'seq']).unique().execute();
  await index(db, 'message', ['conversation', 'position'])
    .where(sql.ref('position'), 'is not', null)
    .execute();
  await db.schema
    .createTable('outbox')
    .addColumn('message', 'text', (c) => c.primaryKey())
    .addColumn('conversation', 'text', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('sender', 'text', (c) => c.notNull())
    .addColumn('holdUntil', 'bigint', (c) => c.notNull())
    .addColumn('retryAt', 'bigint', (c) => c.notNull())
    .addColumn('attempts', 'bigint', (c) => c.notNull())
    .execute();
  await index(db, 'outbox', ['conversation', 'seq']).execute();
}

async function desk(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('timer')
    .addColumn('conversation', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('token', 'text', (c) => c.notNull())
    .addColumn('dueAt', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('timer_key', ['conversation', 'kind'])
    .execute();
  await index(db, 'timer', ['dueAt']).execute();
  await db.schema
    .createTable('queue')
    .addColumn('conversation', 'text', (c) => c.primaryKey())
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('triggers', 'text', (c) => c.notNull())
    .addColumn('waitingSince', 'bigint', (c) => c.notNull())
    .addColumn('returned', 'bigint', (c) => c.notNull())
    .addColumn('quiet', 'bigint', (c) => c.notNull())
    .addColumn('gone', 'text', (c) => c.notNull())
    .addColumn('mayWrite', 'bigint', (c) => c.notNull())
    .addColumn('usesViolence', 'bigint', (c) => c.notNull())
    .addColumn('child', 'bigint', (c) => c.notNull())
    .addColumn('holder', 'text')
    .execute();
  await db.schema
    .createTable('page')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('conversation', 'text', (c) => c.notNull())
    .addColumn('target', 'text', (c) => c.notNull())
    .addColumn('why', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('acknowledgedBy', 'text')
    .addColumn('acknowledgedAt', 'bigint')
    .execute();
  await index(db, 'page', ['conversation']).execute();
  await index(db, 'page', ['at']).where(sql.ref('acknowledgedAt'), 'is', null).execute();
}

async function house(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('id', 'bigint', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('pseudonym', 'text')
    .addColumn('by', 'text')
    .addColumn('params', 'text', (c) => c.notNull())
    .addColumn('hash', 'text')
    .execute();
  await db.schema
    .createTable('staff')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('active', 'bigint', (c) => c.notNull())
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    .addColumn('shiftSince', 'bigint')
    .addColumn('soundTestedAt', 'bigint')
    .execute();
  await db.schema
    .createTable('invitation')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('staff', 'text')
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('expiresAt', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('counter')
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('day', 'text', (c) => c.notNull())
    .addColumn('total', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('counter_key', ['name', 'day'])
    .execute();
}

function index(db: Kysely<unknown>, table: string, columns: readonly string[]) {
  return db.schema
    .createIndex([table, ...columns].join('_'))
    .on(table)
    .columns([...columns]);
}

/** The tables as they are born. */
export const first: Migration = {
  async up(db) {
    await conversations(db);
    await mail(db);
    await desk(db);
    await house(db);
  },
};
