import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { makeBatches, StoreUnwritable, type Waiting } from '../batches.ts';
import type { Engine } from '../engine.ts';
import { argumentsOf, type Call, isUntouched, type Operation, type Statement } from '../statement.ts';
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

/** A row was refused: the batch is rolled back and run again with a savepoint for each operation. */
class NeedsSavepoints extends Error {}

/**
 * The one writer of a SQLite file. A batch is one synchronous block from BEGIN IMMEDIATE to COMMIT: nothing else
 * of this process can slip in between, and a turn that fails takes nobody with it. Savepoints make that so, and cost
 * as much as the turn itself (SQLite copies every page it touches), so they are set only when a row was refused:
 * the batch is then rolled back and run once more. Operations begin afresh and reach nothing outside.
 */
export function makeSqliteEngine(writer: DatabaseSync, reader: DatabaseSync, statements: Statements): Engine {
  const run = runner(writer);
  const readRows = reader === writer ? run : runner(reader);
  const [begin, commit] = [writer.prepare('BEGIN IMMEDIATE'), writer.prepare('COMMIT')];
  const version = writer.prepare('PRAGMA data_version');
  let wordsLinger = false;

  /** Returns what ends the operation after the commit; throws when it was refused with something written. */
  function runOne(waiting: Waiting): () => void {
    try {
      const result = drive(waiting.begin(), run);
      return () => waiting.resolve(result);
    } catch (error) {
      if (isUntouched(error)) return () => waiting.reject(error);
      if (!writer.isTransaction || !isOfOneTurn(error)) throw error;
      throw new NeedsSavepoints();
    }
  }

  function runOneInSavepoint(waiting: Waiting): () => void {
    writer.exec('SAVEPOINT turn');
    try {
      const result = drive(waiting.begin(), run);
      writer.exec('RELEASE turn');
      return () => waiting.resolve(result);
    } catch (error) {
      if (!writer.isTransaction || !isOfOneTurn(error)) throw error;
      writer.exec('ROLLBACK TO turn; RELEASE turn');
      return () => waiting.reject(error);
    }
  }

  function transact(batch: readonly Waiting[], one: (waiting: Waiting) => () => void): (() => void)[] {
    try {
      begin.run();
      const ends = batch.map(one);
      commit.run();
      return ends;
    } catch (error) {
      if (writer.isTransaction) writer.exec('ROLLBACK');
      throw error;
    }
  }

  function transactAnyway(batch: readonly Waiting[]): (() => void)[] {
    try {
      return transact(batch, runOne);
    } catch (error) {
      if (!(error instanceof NeedsSavepoints)) throw error;
      return transact(batch, runOneInSavepoint);
    }
  }

  function runBatch(batch: readonly Waiting[]): void {
    let ends: (() => void)[];
    try {
      ends = transactAnyway(batch);
    } catch (cause) {
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
