import type { SystemKey } from '../locale/system-keys.ts';
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

/** Where a notice goes. */
interface Reader {
  readonly kind: ChannelKind;
  readonly address: string;
  readonly language: string;
  readonly quiet: boolean;
}

/** Sends such notices through the channels' own senders. Never throws. */
export function makeChannelNotices(parts: Parts): ChannelNotices {
  const { store, vault } = parts;
  const told = new Set<string>();

  function isFirst(key: string): boolean {
    if (told.has(key)) return false;
    if (told.size >= limits.arrivalsTold) told.clear();
    told.add(key);
    return true;
  }

  async function unwritten(conversation: string): Promise<void> {
    const row = await store.conversation(conversation);
    const seal = row === null ? null : await vault.open(row.id);
    const address = row === null || seal === null ? null : addressOf(seal, row);
    if (row === null || address === null || !isFirst(`${row.id} ${String(row.version)}`)) return;
    const { channel: kind, language, quiet } = row;
    await sendNotice(parts, { kind, address, language, quiet }, unwritableKey(quiet));
  }

  return {
    async unwritable({ kind, address, hash }, key) {
      if (!isFirst(`${hash} ${key}`)) return;
      // Where not even reading works nobody knows whether she is being watched: digits alone.
      const row = await store.conversationByAddress(kind, hash).catch(() => undefined);
      const quiet = row === undefined || row?.quiet === true;
      await sendNotice(
        parts,
        { kind, address, language: row?.language ?? 'vi', quiet },
        unwritableKey(quiet),
      );
    },
    unwritten: (conversation) =>
      unwritten(conversation).catch((fault: unknown) => parts.report('notice-failed', fault)),
  };
}

const unwritableKey = (quiet: boolean): SystemKey => (quiet ? 'system:quiet.sos' : 'system:unwritable');

/** The last word after her words are gone, where her app keeps what it has: what is left, and how to delete it there. */
export async function farewell(parts: Parts, reader: Omit<Reader, 'quiet'>): Promise<void> {
  const key = farewells[reader.kind];
  if (key !== undefined) await sendNotice(parts, { ...reader, quiet: false }, key);
}

/** On Telegram an empty chat says it. */
const farewells: Readonly<Partial<Record<ChannelKind, SystemKey>>> = {
  zalo: 'system:delete.done.zalo',
  activity: 'system:delete.done.activity',
};

/** One text that no turn made, past the outbox. */
async function sendNotice(parts: Parts, reader: Reader, key: SystemKey): Promise<void> {
  const { clock, chance, senders } = parts;
  const now = clock.now();
  try {
    const bubbles = [{ kind: 'text', key }] as const;
    const message = { sender: 'system', why: 'notice', bubbles, choices: [], card: null } as const;
    const words = wordsOf(parts, { ...message, quiet: reader.quiet }, reader.language, now);
    await senders[reader.kind]?.push?.send({
      message: chance.id(),
      conversation: chance.id(),
      address: reader.address,
      from: 'system',
      why: 'answer',
      card: null,
      bubbles: words.bubbles,
      telling: words.bubbles.map(() => false),
      choices: [],
      fixed: [],
      neutral: words.text,
      quiet: reader.quiet,
      plain: true,
      partsSent: 0,
      attempts: 0,
      lastPersonAt: now,
    });
  } catch (fault) {
    parts.report('notice-failed', fault);
  }
}
