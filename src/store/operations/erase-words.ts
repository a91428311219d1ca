import { ask, type Operation } from '../statement.ts';
import type { Statements } from '../statements/statements.ts';

/** Deletes what was said and where it came from; the row, its queue entry, its clocks and the audit stay. */
export function* eraseWords(use: Statements, conversation: string): Operation<void> {
  yield* ask(use.deleteOutboxOf, { conversation });
  yield* ask(use.deleteMessagesOf, { conversation });
  yield* ask(use.emptyInboxOf, { conversation });
  yield* ask(use.emptyConversation, { id: conversation });
}

/** Deletes the conversation and all that hangs on it. Audit and counts outlive it. */
export function* forgetConversation(use: Statements, conversation: string): Operation<void> {
  yield* ask(use.deleteOutboxOf, { conversation });
  yield* ask(use.deleteMessagesOf, { conversation });
  yield* ask(use.deleteInboxOf, { conversation });
  yield* ask(use.deleteTimersOf, { conversation });
  yield* ask(use.deleteDeliveriesOf, { conversation });
  yield* ask(use.deleteAcknowledgementsOf, { conversation });
  yield* ask(use.deletePagesOf, { conversation });
  yield* ask(use.deleteQueue, { conversation });
  yield* ask(use.deleteTokensOf, { conversation });
  yield* ask(use.deleteConversation, { id: conversation });
}
