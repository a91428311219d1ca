import { limits as turnLimits } from '../conversation/limits.ts';
import { contexts, sealJson } from './bodies.ts';
import {
  type DeliveryFailure,
  type Dispatch,
  deliveryFailures,
  type Push,
  type Pushed,
} from './channel-port.ts';
import { dispatchOf, vendorIdsOf } from './dispatch.ts';
import { makeLanes } from './lanes.ts';
import { limits } from './limits.ts';
import type { Parts } from './parts.ts';
import type { ConversationRow, Delivery, PendingOutbox, Seal, StoredMessage } from './ports.ts';

export interface Outbox {
  wake(conversation: string): void;
  idle(): Promise<void>;
  stop(): void;
}

/** Told of a message that never arrives, or not in its own words, before that is written down; resolves when it is durable. */
export type OnUndelivered = (
  conversation: string,
  message: string,
  why: DeliveryFailure | 'reworded',
) => Promise<void>;

/**
 * Sends what waits in the outbox: each conversation in order, conversations side by side. A message that is still
 * held (undo window) is passed over, one that the channel must repeat holds back those after it.
 */
export function makeOutbox(parts: Parts, onUndelivered: OnUndelivered): Outbox {
  const { store, vault, clock, bus, senders } = parts;
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
      const { delivery, vendor } = await deliver(pending);
      const why = faultOf(delivery);
      if (why !== null) await onUndelivered(conversation, pending.message, why);
      const settlement = { message: pending.message, conversation, delivery, at: clock.now() };
      await store.settle([vendor === null ? settlement : { ...settlement, vendor }]);
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
  async function deliver(pending: PendingOutbox): Promise<Settled> {
    const row = await store.conversation(pending.conversation);
    const stored = await store.message(pending.message);
    if (row === null || stored === null || row.erasedAt !== null) return suppressed;
    if (row.quiet && !pending.quiet) return suppressed;
    const sender = senders[pending.channel];
    if (sender === undefined) return settled({ status: 'misconfigured' });
    return sender.push === null ? settled({ status: 'sent' }) : push(sender.push, row, pending, stored);
  }

  async function push(
    channel: Push,
    row: ConversationRow,
    pending: PendingOutbox,
    stored: StoredMessage,
  ): Promise<Settled> {
    const seal = await vault.open(row.id);
    // Who never wrote is never written to (promise 6).
    if (seal === null || row.lastPersonAt === null) return suppressed;
    const dispatch = opened(row, seal, pending, stored);
    if (dispatch === null) return settled({ status: 'rejected' });
    const age = clock.now() - stored.at;
    // A waiting line is true at its second only (safety-content §4.1).
    if (dispatch.why === 'waiting' && age > turnLimits.waitingLineWindow) return suppressed;
    const { delivery, vendorIds } = await trySending(channel, dispatch, row);
    const ids = [...vendorIdsOf(seal, stored), ...vendorIds];
    const vendor = vendorIds.length === 0 ? null : sealJson(seal, ids, contexts.vendor(stored.id));
    if (delivery.status !== 'retry') return { delivery, vendor };
    if (age > limits.outboxGiveUp) return { delivery: { status: 'unreachable' }, vendor };
    return { delivery: { status: 'retry', afterMs: Math.max(delivery.afterMs, backOff(pending)) }, vendor };
  }

  /** Null for bytes that do not open: they must not hold back what comes after them. */
  function opened(row: ConversationRow, seal: Seal, pending: PendingOutbox, stored: StoredMessage) {
    try {
      return dispatchOf(parts, row, seal, pending, stored);
    } catch (fault) {
      parts.report('message-broken', fault);
      return null;
    }
  }

  /** A channel that throws is broken, not the message: it is tried again, and in the end as text alone. */
  async function trySending(channel: Push, dispatch: Dispatch, row: ConversationRow): Promise<Pushed> {
    try {
      return await channel.send(dispatch);
    } catch (fault) {
      parts.report(`channel-failed ${row.channel}`, fault);
      return { delivery: { status: 'retry', afterMs: 0 }, vendorIds: [] };
    }
  }

  /** Twice as long at each attempt, up to a minute; a little by chance, so that not all come back at once. */
  function backOff({ attempts }: PendingOutbox): number {
    const whole = Math.min(limits.outboxRetry * 2 ** Math.min(attempts, 16), limits.outboxRetryMost);
    return whole + parts.chance.below(Math.max(1, Math.floor(whole / 4)));
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

/** What became of it, and the vendor's ids of what went out, sealed. */
interface Settled {
  readonly delivery: Delivery;
  readonly vendor: Uint8Array | null;
}
const settled = (delivery: Delivery): Settled => ({ delivery, vendor: null });
const suppressed = settled({ status: 'suppressed' });

/** What staff must hear of: it never arrived, or only its neutral twin did. */
function faultOf(delivery: Delivery): DeliveryFailure | 'reworded' | null {
  if (delivery.status === 'sent') return delivery.reworded === true ? 'reworded' : null;
  return isFailure(delivery.status) ? delivery.status : null;
}

const isFailure = (status: Delivery['status']): status is DeliveryFailure =>
  (deliveryFailures as readonly string[]).includes(status);
