import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrate } from '../../src/store/migrations/migrate.ts';
import { kyselyOn } from '../../src/store/sqlite/migration-dialect.ts';
import { argumentsOf, define, type Statement } from '../../src/store/statement.ts';
import { compileStatements } from '../../src/store/statements/statements.ts';

async function emptyDatabase() {
  const database = new DatabaseSync(':memory:');
  const db = kyselyOn(database);
  await migrate(db);
  return { database, db };
}

// Walks over small tables, or work of the start, of hours and of days that an index on the turn's path is not worth.
const mayWalk = [
  'deleteExpiredInvitations',
  'deleteExpiredTokens',
  'expired',
  'keptConversations',
  'queue',
  'staff',
];

test('every statement but the listed ones goes by an index', async () => {
  const { database, db } = await emptyDatabase();
  const statements = Object.entries(compileStatements(db)) as [string, Statement<never, unknown>][];
  expect(statements.length).toBeGreaterThan(50);
  const walking = statements.filter(([, { sql, slots }]) => {
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...slots.map(() => null));
    return plan.some((step) => /^SCAN (?!CONSTANT)(?!.*USING)/.test(String(step['detail'])));
  });
  expect(walking.map(([name]) => name).toSorted()).toEqual(mayWalk);
  database.close();
});

test('a statement fills its places by name, in order', async () => {
  const { database, db } = await emptyDatabase();
  const statement = define((slot: { hash: string; now: number }) =>
    db.selectFrom('token').selectAll().where('expiresAt', '>', slot.now).where('hash', '=', slot.hash),
  );
  expect(statement.slots).toEqual(['now', 'hash']);
  expect(statement.returns).toBe(true);
  expect(argumentsOf({ statement, params: { hash: 'h', now: 5, other: 1 } })).toEqual([5, 'h']);
  database.close();
});

test('a value built into a statement is refused: it would be the same for every turn', async () => {
  const { database, db } = await emptyDatabase();
  expect(() => define(() => db.deleteFrom('token').where('hash', '=', 'fixed'))).toThrow(
    'a value stands where a slot belongs',
  );
  database.close();
});
