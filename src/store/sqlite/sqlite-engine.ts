import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type Waiting, StoreUnwritable, makeBatches } from '../batches.ts';
import type { Engine } from '../engine.ts';
import { type Call, type Operation, type Statement, argumentsOf } from '../statement.ts';
import type { Statements } from '../statements/statements.ts';

type Rows = readonly unknown[];
const none: Rows = [];

/** Runs calls on one connection, each statement prepared once. */
function runner(database: DatabaseSync): (call: Call) => Rows {
  const prepared = new Map<Statement<never, unknown>, StatementSync>();
  return (call) => {
    let statement = prepared.get(call.statement);
    if (!statement) {
      statement = database.prepare(call.statement.sql);
      prepared.set(call.statement, statement);
    }
    const values = argumentsOf(call) as SQLInputValue[];
    if (call.statement.returns) return statement.all(...values);
    statement.run(...values);
    return none;
  };
}

function drive(operation: Operation<unknown>, run: (call: Call) => Rows): unknown {
  let step = operation.next(none);
  while (step.done !== true) step = operation.next(run(step.value));
  return step.value;
}

// Primary result codes that speak of one row, not of the disk: the turn is at fault, its neighbours stand.
const ofOneTurn: ReadonlySet<number> = new Set([
  1, // error: a statement that does not fit
  18, // too big
  19, // constraint
  20, // mismatch
  25, // range
]);

function isOfOneTurn(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return true;
  // oxlint-disable-next-line no-bitwise -- SQLite's extended codes carry the primary code in the low byte
  return ofOneTurn.has(error.errcode & 0xff);
}

/**
 * The one writer of a SQLite file. A batch is one synchronous block from BEGIN IMMEDIATE to COMMIT: nothing else
 * of this process can slip in between, and a turn that fails takes only its own savepoint with it.
 */
export function makeSqliteEngine(writer: DatabaseSync, reader: DatabaseSync, statements: Statements): Engine {
  const run = runner(writer);
  const readRows = reader === writer ? run : runner(reader);
  const control = Object.fromEntries(
    ['BEGIN IMMEDIATE', 'COMMIT', 'SAVEPOINT turn', 'RELEASE turn', 'ROLLBACK TO turn'].map((sql) => [
      sql,
      writer.prepare(sql),
    ]),
  );
  const say = (sql: string): void => void control[sql]?.run();
  const version = writer.prepare('PRAGMA data_version');
  let wordsLinger = false;

  /** Ends the operation after the commit; throws only when nothing more can be written. */
  function runOne(waiting: Waiting): () => void {
    say('SAVEPOINT turn');
    try {
      const result = drive(waiting.begin(), run);
      say('RELEASE turn');
      return () => waiting.resolve(result);
    } catch (error) {
      if (!writer.isTransaction || !isOfOneTurn(error)) throw error;
      say('ROLLBACK TO turn');
      say('RELEASE turn');
      return () => waiting.reject(error);
    }
  }

  function runBatch(batch: readonly Waiting[]): void {
    let ends: (() => void)[];
    try {
      say('BEGIN IMMEDIATE');
      ends = batch.map(runOne);
      say('COMMIT');
    } catch (cause) {
      if (writer.isTransaction) writer.exec('ROLLBACK');
      const error = new StoreUnwritable('the database could not be written', { cause });
      for (const waiting of batch) waiting.reject(error);
      return;
    }
    for (const end of ends) end();
    wordsLinger ||= batch.some((waiting) => waiting.shreds);
    if (wordsLinger) wordsLinger = !emptyLog(writer);
  }

  const batches = makeBatches(runBatch);
  return {
    statements,
    write: (begin, shreds) => batches.add(begin, shreds),
    async read<Params, Row>(statement: Statement<Params, Row>, params: Params) {
      return readRows({ statement, params: params as Call['params'] }) as readonly Row[];
    },
    async foreignChanges() {
      return Number(version.get()?.['data_version']);
    },
    async close() {
      await batches.close();
      if (reader !== writer) reader.close();
      writer.close();
    },
  };
}

/** Carries the log into the file, where erased pages are zeros, and empties it. False while a reader holds it. */
function emptyLog(writer: DatabaseSync): boolean {
  const row = writer.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  return row?.['busy'] === 0;
}
