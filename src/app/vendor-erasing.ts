import {
  type ChannelTrace,
  contexts,
  type InboxBody,
  type MessageBody,
  openJson,
  sealJson,
} from './bodies.ts';
import { farewell } from './channel-notices.ts';
import type { VendorErased, VendorErasing } from './channel-port.ts';
import { emptyCommit } from './commit-of.ts';
import { addressOf, vendorIdsOf } from './dispatch.ts';
import { makeLanes } from './lanes.ts';
import { limits } from './limits.ts';
import type { Parts } from './parts.ts';
import type { ConversationRow, PendingInbox, Seal, StoredMessage } from './ports.ts';

/** Deleting at the vendor. It outlives the conversation's key, so it is an event of the house, sealed with its key. */
export interface VendorErasings {
  /** Durable when it resolves, before the key goes. Nothing where the channel has no vendor. */
  record(row: ConversationRow, seal: Seal, leaving: Leaving, once: string): Promise<void>;
  /** Takes up what is recorded. */
  wake(): void;
  idle(): Promise<void>;
  stop(): void;
}

/** What goes, and whether she waits for a last word that says so (she asked for it herself, and nobody watches). */
export interface Leaving {
  readonly words: VendorErasing['words'];
  readonly answered: boolean;
}

type Job = Extract<InboxBody, { type: 'vendor-erase' }>;

export function makeVendorErasings(parts: Parts): VendorErasings {
  const { store, vault, clock, chance, senders } = parts;
  const lanes = makeLanes<'vendor'>(drain, (fault) => parts.report('vendor-erasing-failed', fault));
  const waits = new Map<string, { until: number; tries: number }>();

  async function drain(): Promise<void> {
    for (const row of await store.inbox(null)) {
      const job = jobOf(parts, row);
      if (job === null || (waits.get(row.id)?.until ?? 0) > clock.now()) continue;
      await carryOut(row, job);
    }
  }

  async function carryOut(row: PendingInbox, job: Job): Promise<void> {
    // Once, best effort, before the vendor forgets her: an app that keeps its messages leaves no silence behind.
    if (job.answered && !waits.has(row.id)) {
      const { channel: kind, language, erasing } = job;
      await farewell(parts, { kind, language, address: erasing.address });
    }
    const result = await tryErasing(job);
    const isLate = clock.now() - row.at > limits.vendorGiveUp;
    if (result.status === 'done' || isLate) {
      waits.delete(row.id);
      if (result.status !== 'done') parts.report(`vendor-erasing-given-up ${job.channel}`);
      // Handled rows keep no body: the address goes with it.
      await store.commit([{ ...emptyCommit(), handled: [row.id] }]);
      return;
    }
    const tries = (waits.get(row.id)?.tries ?? 0) + 1;
    const pause = Math.min(limits.vendorRetry * 2 ** Math.min(tries, 12), limits.vendorRetryMost);
    const afterMs = Math.max(result.afterMs, pause);
    waits.set(row.id, { until: clock.now() + afterMs, tries });
    clock.after(afterMs, () => lanes.wake('vendor'));
  }

  async function tryErasing({ channel, erasing }: Job): Promise<VendorErased> {
    try {
      return (await senders[channel]?.push?.erase(erasing)) ?? { status: 'done' };
    } catch (fault) {
      parts.report(`channel-failed ${channel}`, fault);
      return { status: 'retry', afterMs: 0 };
    }
  }

  return {
    async record(row, seal, { words, answered }, once) {
      const address = addressOf(seal, row);
      const push = senders[row.channel]?.push ?? null;
      if (address === null || push === null) return;
      const stored = await store.messages(row.id, limits.vendorMessages);
      const messages = stored.flatMap((message) =>
        idsOf(parts, seal, message).map((id) => ({ id, at: message.at })),
      );
      const id = chance.id();
      const job: Job = {
        type: 'vendor-erase',
        channel: row.channel,
        language: row.language,
        answered: answered && words === 'gone',
        erasing: { address, messages, words },
      };
      await store.accept({
        id,
        conversation: null,
        kind: 'command',
        dedupe: vault.keyedHash('dedupe', `vendor-erase ${once}`),
        at: clock.now(),
        body: sealJson(vault.system, job, contexts.inbox(id)),
      });
      lanes.wake('vendor');
    },
    wake: () => lanes.wake('vendor'),
    idle: () => lanes.idle(),
    stop: () => lanes.stop(),
  };
}

/** What a row of the house's inbox asks of a vendor; null for every other row. */
export function jobOf({ vault }: Pick<Parts, 'vault'>, row: PendingInbox): Job | null {
  try {
    const body = openJson<InboxBody>(vault.system, row.body, contexts.inbox(row.id));
    return body.type === 'vendor-erase' ? body : null;
  } catch {
    return null;
  }
}

function idsOf(parts: Parts, seal: Seal, stored: StoredMessage): readonly string[] {
  try {
    if (stored.direction === 'out') return vendorIdsOf(seal, stored);
    if (stored.direction !== 'in') return [];
    const body = openJson<MessageBody>(seal, stored.body, contexts.message(stored.id));
    const { vendorId } = body.type === 'in' ? (body.channelData as ChannelTrace) : { vendorId: null };
    return vendorId === null ? [] : [vendorId];
  } catch (fault) {
    parts.report('message-broken', fault);
    return [];
  }
}
