import { makeLanes } from './lanes.ts';
import { limits } from './limits.ts';
import type { Parts } from './parts.ts';
import type { Delivery, PendingOutbox } from './ports.ts';

export interface Outbox {
  wake(conversation: string): void;
  idle(): Promise<void>;
  stop(): void;
}

/**
 * Sends what waits in the outbox: each conversation in order, conversations side by side. A message that is still
 * held (undo window) is passed over, one that the channel must repeat holds back those after it.
 */
export function makeOutbox(parts: Parts): Outbox {
  const { store, clock, bus, senders } = parts;
  const lanes = makeLanes<string>(drain, (fault) => parts.report('outbox-failed', fault));

  async function drain(conversation: string): Promise<void> {
    try {
      await sendAll(conversation);
    } catch (fault) {
      parts.report('outbox-failed', fault);
      again(conversation, limits.outboxRetry);
    }
  }

  async function sendAll(conversation: string): Promise<void> {
    let sent = false;
    for (const pending of await store.outbox(conversation)) {
      const now = clock.now();
      if (pending.retryAt > now) {
        again(conversation, pending.retryAt - now);
        break;
      }
      if (pending.holdUntil > now) {
        again(conversation, pending.holdUntil - now);
        continue;
      }
      const delivery = await deliver(pending);
      await store.settle([{ message: pending.message, conversation, delivery, at: clock.now() }]);
      sent = true;
      if (delivery.status === 'retry') {
        again(conversation, delivery.afterMs);
        break;
      }
    }
    if (!sent) return;
    bus.publish({ type: 'stream', conversation });
    bus.publish({ type: 'talk', conversation });
  }

  /** Checked before each send: in quiet mode and after leaving, not a byte (promise 6). */
  async function deliver(pending: PendingOutbox): Promise<Delivery> {
    const row = await store.conversation(pending.conversation);
    const body = await store.message(pending.message);
    if (row === null || body === null || row.erasedAt !== null) return { status: 'suppressed' };
    if (row.quiet && !pending.quiet) return { status: 'suppressed' };
    const sender = senders[pending.channel];
    return sender === undefined ? { status: 'misconfigured' } : sender.send(pending, body.body);
  }

  function again(conversation: string, afterMs: number): void {
    clock.after(afterMs, () => lanes.wake(conversation));
  }

  return {
    wake: (conversation) => lanes.wake(conversation),
    idle: () => lanes.idle(),
    stop: () => lanes.stop(),
  };
}
