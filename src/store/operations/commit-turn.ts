import type { ConversationChange, MessageRow, MessageState, RecordRow, TurnCommit } from '../../app/ports.ts';
import { ask, type Operation, type Untouched } from '../statement.ts';
import type { Statements } from '../statements/statements.ts';
import { eraseWords, forgetConversation } from './erase-words.ts';

/** Thrown inside a turn that lost against another one: it is rolled back and reported, not failed. */
export class Stale extends Error {
  override readonly name = 'Stale';
}

/** The usual case: nothing was written yet, so that nothing needs to be rolled back. */
class StaleAtOnce extends Stale implements Untouched {
  readonly untouched = true;
}

type Message = MessageRow & { readonly state: MessageState };
const isShown = (message: Message): boolean => message.state === 'visible' && message.direction !== 'note';
const flag = (truth: boolean): number => (truth ? 1 : 0);

/** Writes all facts of one turn. The version check comes first, so that a stale turn writes nothing. */
export function* commitTurn(use: Statements, turn: TurnCommit): Operation<void> {
  const shown = turn.messages.reduce((count, message) => count + flag(isShown(message)), 0);
  let position = 0;
  if (turn.conversation) position = (yield* changeConversation(use, turn.conversation, shown)) - shown;
  for (const hash of turn.invitationsUsed) {
    if ((yield* ask(use.useInvitation, { hash })).length === 0)
      throw new Stale('the invitation was used before');
  }
  for (const record of turn.records) yield* writeRecord(use, record);
  for (const id of turn.handled) yield* ask(use.handleInbox, { id });
  yield* withdraw(use, turn);
  if (turn.erase) yield* eraseWords(use, conversationOf(turn));
  yield* writeMessages(use, turn, position);
  yield* writeDesk(use, turn);
  yield* writeHouse(use, turn);
  if (turn.forget) yield* forgetConversation(use, conversationOf(turn));
}

/** One version after the other: whoever edits what somebody else has changed meanwhile is stale. */
function* writeRecord(use: Statements, record: RecordRow): Operation<void> {
  const { kind, id, version } = record;
  if (version > 1) {
    const outdated = yield* ask(use.outdateRecord, { kind, id, before: version - 1, newest: 0 });
    if (outdated.length === 0) throw new Stale('the record was changed meanwhile');
  }
  if ((yield* ask(use.insertRecord, { ...record, newest: 1 })).length === 0)
    throw new Stale('there is such a record already');
}

function conversationOf(turn: TurnCommit): string {
  if (turn.conversation) return turn.conversation.id;
  throw new Error('this turn changes a conversation without naming it');
}

function* changeConversation(use: Statements, change: ConversationChange, shown: number): Operation<number> {
  const rows = yield* ask(use.changeConversation, { ...change, quiet: flag(change.quiet), shown });
  const row = rows[0];
  if (!row) throw new StaleAtOnce('another turn was first');
  return row.positions;
}

/** Takes back what has not gone out yet: messages undone in their window, and silenced senders. */
function* withdraw(use: Statements, turn: TurnCommit): Operation<void> {
  for (const message of turn.undo) {
    const rows = yield* ask(use.takeOutbox, { message, conversation: conversationOf(turn) });
    if (rows.length > 0) yield* ask(use.markMessage, { id: message, state: 'undone' });
  }
  for (const sender of turn.suppress) {
    const rows = yield* ask(use.suppressOutbox, { conversation: conversationOf(turn), sender });
    for (const row of rows) yield* ask(use.markMessage, { id: row.message, state: 'suppressed' });
  }
}

function* writeMessages(use: Statements, turn: TurnCommit, before: number): Operation<void> {
  let position = before;
  for (const message of turn.messages) {
    let own: number | null = null;
    if (isShown(message))
      own = turn.conversation ? (position += 1) : yield* nextPosition(use, message.conversation);
    yield* ask(use.insertMessage, { ...message, quiet: flag(message.quiet), position: own });
  }
  for (const row of turn.outbox) yield* ask(use.insertOutbox, row);
}

/** The next place in what the person sees. */
export function* nextPosition(use: Statements, conversation: string): Operation<number> {
  const row = (yield* ask(use.show, { id: conversation, shown: 1 }))[0];
  if (!row) throw new Error('a message of a conversation that does not exist');
  return row.positions;
}

function* writeDesk(use: Statements, turn: TurnCommit): Operation<void> {
  for (const kind of turn.timersStopped)
    yield* ask(use.stopTimer, { conversation: conversationOf(turn), kind });
  for (const timer of turn.timersStarted) yield* ask(use.startTimer, timer);
  if (turn.queue === null) yield* ask(use.deleteQueue, { conversation: conversationOf(turn) });
  if (turn.queue) {
    const { returned, quiet, mayWrite, usesViolence, child } = turn.queue;
    yield* ask(use.putQueue, {
      ...turn.queue,
      returned: flag(returned),
      quiet: flag(quiet),
      mayWrite: flag(mayWrite),
      usesViolence: flag(usesViolence),
      child: flag(child),
    });
  }
  for (const page of turn.pages) yield* ask(use.insertPage, page);
  for (const delivery of turn.deliveries ?? []) yield* ask(use.insertDelivery, delivery);
  for (const acknowledged of turn.pagesAcknowledged) yield* ask(use.acknowledgePages, acknowledged);
}

function* writeHouse(use: Statements, turn: TurnCommit): Operation<void> {
  for (const row of turn.audit) yield* ask(use.insertAudit, { ...row, params: JSON.stringify(row.params) });
  for (const counter of turn.counters) yield* ask(use.count, counter);
  if (turn.revokeTokens) yield* ask(use.deleteTokensOf, { conversation: conversationOf(turn) });
  for (const row of turn.staff) yield* ask(use.putStaff, { ...row, active: flag(row.active) });
  for (const row of turn.invitations) yield* ask(use.insertInvitation, row);
}
