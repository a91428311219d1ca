import type { Compilable } from 'kysely';

/**
 * A statement that was built and compiled once. `slots` names the parameters in the order of their places.
 * The phantom fields carry the types of what goes in and what comes out.
 */
export interface Statement<Params, Row> {
  readonly sql: string;
  readonly slots: readonly string[];
  /** Whether running it yields rows. */
  readonly returns: boolean;
  readonly takes?: (params: Params) => void;
  readonly gives?: () => Row;
}

interface Slot {
  readonly slot: string;
}
const isSlot = (value: unknown): value is Slot =>
  typeof value === 'object' && value !== null && 'slot' in value;

// Kysely takes whatever it does not know for a parameter: a slot passes as the value that will stand there.
const slots = new Proxy({}, { get: (_, name): Slot => ({ slot: String(name) }) });

/** Compiles one statement: `build` receives stand-ins for its parameters. */
export function define<Params, Row>(build: (slot: Params) => Compilable<Row>): Statement<Params, Row> {
  const { sql, parameters, query } = build(slots as Params).compile();
  const names = parameters.map((parameter) => {
    if (!isSlot(parameter)) throw new Error(`a value stands where a slot belongs: ${sql}`);
    return parameter.slot;
  });
  return {
    sql,
    slots: names,
    returns: query.kind === 'SelectQueryNode' || ('returning' in query && query.returning !== undefined),
  };
}

/** One slot for each of these columns. */
export function slotsFor<Row, Column extends keyof Row>(
  slot: Row,
  columns: readonly Column[],
): Pick<Row, Column> {
  return Object.fromEntries(columns.map((column) => [column, slot[column]])) as Pick<Row, Column>;
}

/** A statement with its parameters, on its way to a database. */
export interface Call {
  readonly statement: Statement<never, unknown>;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * What the store does, written once for both databases: it yields statements and receives their rows.
 * SQLite runs it in one synchronous block, PostgreSQL awaits each statement.
 */
export type Operation<Result> = Generator<Call, Result, readonly unknown[]>;

/** An error that ended an operation before it wrote anything: there is nothing to take back. */
export interface Untouched extends Error {
  readonly untouched: true;
}
export const isUntouched = (error: unknown): error is Untouched =>
  error instanceof Error && 'untouched' in error && error.untouched === true;

/** Runs one statement inside an operation. */
export function* ask<Params, Row>(
  statement: Statement<Params, Row>,
  params: Params,
): Generator<Call, readonly Row[], readonly unknown[]> {
  const rows = yield { statement, params: params as Readonly<Record<string, unknown>> };
  return rows as readonly Row[];
}

/** The values of a call in the order of its places. */
export function argumentsOf(call: Call): unknown[] {
  const { slots } = call.statement;
  const values: unknown[] = [];
  for (const slot of slots) values.push(call.params[slot]);
  return values;
}
