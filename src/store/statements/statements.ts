import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';
import { conversationStatements } from './conversation-statements.ts';
import { deskStatements } from './desk-statements.ts';
import { houseStatements } from './house-statements.ts';
import { inboxStatements, messageStatements } from './mail-statements.ts';
import { pageStatements } from './page-statements.ts';

/** Every statement of the store, compiled once for the dialect of `db`. Nothing is built while a turn waits. */
export const compileStatements = (db: Kysely<Tables>) => ({
  ...conversationStatements(db),
  ...inboxStatements(db),
  ...messageStatements(db),
  ...deskStatements(db),
  ...pageStatements(db),
  ...houseStatements(db),
});

export type Statements = ReturnType<typeof compileStatements>;
