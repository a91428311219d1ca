import type { Settlement } from '../../app/ports.ts';
import { ask, type Operation } from '../statement.ts';
import type { Statements } from '../statements/statements.ts';
import { nextPosition } from './commit-turn.ts';

/** Records what became of messages. One that was taken back meanwhile stays taken back. */
export function* settleAll(use: Statements, settlements: readonly Settlement[]): Operation<void> {
  for (const settlement of settlements) yield* settle(use, settlement);
}

function* settle(use: Statements, settlement: Settlement): Operation<void> {
  const { message, conversation, delivery, at, vendor } = settlement;
  // Also of a message that was taken back while it went out: what reached her phone can then be deleted there.
  if (vendor !== undefined) yield* ask(use.keepVendor, { id: message, vendor });
  if (delivery.status === 'retry') {
    yield* ask(use.retryOutbox, { message, conversation, retryAt: at + delivery.afterMs });
    return;
  }
  const taken = yield* ask(use.takeOutbox, { message, conversation });
  if (taken.length === 0) return;
  switch (delivery.status) {
    case 'sent':
      yield* ask(use.showMessage, { id: message, position: yield* nextPosition(use, conversation) });
      return;
    case 'suppressed':
      yield* ask(use.markMessage, { id: message, state: 'suppressed' });
      return;
    case 'windowClosed':
    case 'unreachable':
    case 'rejected':
    case 'misconfigured':
      yield* ask(use.markMessage, { id: message, state: 'failed' });
  }
}
