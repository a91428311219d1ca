import type { Pool, PoolClient } from 'pg';
import { makeBatches, StoreUnwritable, type Waiting } from '../batches.ts';
import type { Engine } from '../engine.ts';
import { argumentsOf, type Call, type Operation, type Statement } from '../statement.ts';
import type { Statements } from '../statements/statements.ts';

// Any number will do, as long as every process of every centre's database uses this one.
const writerLock = 0x4869_656e;

// One writer at a time over all processes, as on SQLite: positions and audit ids rise in the order of commits.
const begin = `BEGIN; SET LOCAL synchronous_commit = on; SELECT pg_advisory_xact_lock(${writerLock}); SAVEPOINT turn`;

type Run = (call: Call) => Promise<readonly unknown[]>;

/** Runs calls on a connection or the pool, each statement prepared once per connection. */
function runner(on: Pool | PoolClient, names: ReadonlyMap<Statement<never, unknown>, string>): Run {
  return async (call) => {
    const name = names.get(call.statement) ?? '';
    const result = await on.query<Record<string, unknown>>({
      name,
      text: call.statement.sql,
      values: argumentsOf(call),
    });
    return result.rows;
  };
}

async function drive(operation: Operation<unknown>, run: Run): Promise<unknown> {
  let step = operation.next([]);
  while (step.done !== true) step = operation.next(await run(step.value));
  return step.value;
}

/**
 * Classes of errors that speak of one row (SQLSTATE: 22 data, 23 integrity, 42 statement) or of the program itself;
 * the others, such as 53 disk full and 57 server going down, concern everybody.
 */
function isOfOneTurn(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return true;
  return /^(?:22|23|42)/.test(error.code);
}

/** Ends the operation after the commit; throws only when nothing more can be written. */
async function runOne(waiting: Waiting, client: PoolClient, run: Run): Promise<() => void> {
  try {
    const result = await drive(waiting.begin(), run);
    await client.query('RELEASE turn; SAVEPOINT turn');
    return () => waiting.resolve(result);
  } catch (error) {
    if (!isOfOneTurn(error)) throw error;
    // Fails as well when the line is what broke.
    await client.query('ROLLBACK TO turn');
    return () => waiting.reject(error);
  }
}

async function runTransaction(
  batch: readonly Waiting[],
  client: PoolClient,
  run: Run,
): Promise<(() => void)[]> {
  const ends: (() => void)[] = [];
  await client.query(begin);
  for (const waiting of batch) ends.push(await runOne(waiting, client, run));
  await client.query('COMMIT');
  return ends;
}

/** The store's engine on PostgreSQL: a batch is one transaction, each operation a savepoint in it. */
export function makePostgresEngine(pool: Pool, statements: Statements): Engine {
  const names = new Map(
    Object.entries(statements).map(([name, statement]) => [statement as Statement<never, unknown>, name]),
  );
  const read = runner(pool, names);

  async function runBatch(batch: readonly Waiting[]): Promise<void> {
    let client: PoolClient | undefined;
    let ends: (() => void)[];
    try {
      client = await pool.connect();
      ends = await runTransaction(batch, client, runner(client, names));
      client.release();
    } catch (cause) {
      // The connection goes with whatever it was in the middle of.
      client?.release(true);
      const error = new StoreUnwritable('the database could not be written', { cause });
      for (const waiting of batch) waiting.reject(error);
      return;
    }
    for (const end of ends) end();
  }

  const batches = makeBatches(runBatch);
  return {
    statements,
    write: (operation) => batches.add(operation),
    async read<Params, Row>(statement: Statement<Params, Row>, params: Params) {
      return (await read({ statement, params: params as Call['params'] })) as readonly Row[];
    },
    async foreignChanges() {
      const rows = await read({ statement: statements.newestInbox, params: {} });
      return (rows as readonly { order: number }[])[0]?.order ?? 0;
    },
    async close() {
      await batches.close();
      await pool.end();
    },
  };
}
