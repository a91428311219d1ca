import type { Operation, Statement } from './statement.ts';
import type { Statements } from './statements/statements.ts';

/** What a database must be able to do; the store itself is written once. */
export interface Engine {
  readonly statements: Statements;
  /** Runs the operation with others in one transaction; settles after the commit. */
  write<Result>(begin: () => Operation<Result>, shreds?: boolean): Promise<Result>;
  read<Params, Row>(statement: Statement<Params, Row>, params: Params): Promise<readonly Row[]>;
  foreignChanges(): Promise<number>;
  close(): Promise<void>;
}
