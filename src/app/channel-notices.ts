import type { Outbound } from '../conversation/outbound.ts';
import type { Place } from './channel-desk.ts';
import { addressOf } from './dispatch.ts';
import { limits } from './limits.ts';
import type { Parts } from './parts.ts';
import type { ChannelKind } from './ports.ts';
import { wordsOf } from './wording.ts';

/** Numbers that help even when nothing can be written (promise 1): best effort, stored nowhere, once per message. */
export interface ChannelNotices {
  /** An arrival could not be made durable. */
  unwritable(place: Place, key: string): Promise<void>;
  /** A message was taken, and its turn cannot be written now. */
  unwritten(conversation: string): Promise<void>;
}

/** Sends such notices through the channels' own senders. Never throws. */
export function makeChannelNotices(parts: Parts): ChannelNotices {
  const { store, vault, clock, chance } = parts;
  const told = new Set<string>();

  function isFirst(key: string): boolean {
    if (told.has(key)) return false;
    if (told.size >= limits.arrivalsTold) told.clear();
    told.add(key);
    return true;
  }

  async function send(
    channel: ChannelKind,
    address: string,
    quiet: boolean,
    language: string,
  ): Promise<void> {
    const now = clock.now();
    const { bubbles, text } = wordsOf(parts, unwritableMessage(quiet), language, now);
    await parts.senders[channel]?.push?.send({
      message: chance.id(),
      conversation: '',
      address,
      from: 'system',
      why: 'answer',
      card: 'unknown',
      bubbles,
      telling: bubbles.map(() => false),
      choices: [],
      fixed: [],
      neutral: text,
      quiet,
      plain: true,
      partsSent: 0,
      attempts: 0,
      lastPersonAt: now,
    });
  }

  return {
    async unwritable({ kind, address, hash }, key) {
      if (!isFirst(`${hash} ${key}`)) return;
      try {
        // Where not even reading works nobody knows whether she is being watched: digits alone.
        const row = await store.conversationByAddress(kind, hash).catch(() => undefined);
        await send(kind, address, row === undefined || row?.quiet === true, row?.language ?? 'vi');
      } catch (fault) {
        parts.report('notice-failed', fault);
      }
    },
    async unwritten(conversation) {
      try {
        const row = await store.conversation(conversation);
        const seal = row === null ? null : await vault.open(row.id);
        const address = row === null || seal === null ? null : addressOf(seal, row);
        if (row === null || address === null || !isFirst(`${row.id} ${String(row.version)}`)) return;
        await send(row.channel, address, row.quiet, row.language);
      } catch (fault) {
        parts.report('notice-failed', fault);
      }
    },
  };
}

/** What is said while nothing can be written; in quiet mode digits alone. */
export const unwritableMessage = (quiet: boolean): Outbound => ({
  sender: 'system',
  why: 'notice',
  bubbles: [{ kind: 'text', key: quiet ? 'system:quiet.sos' : 'system:unwritable' }],
  choices: [],
  card: 'unknown',
  quiet,
});
