import type { TalkFrame } from '../wire/console.ts';
import type { Parts } from './parts.ts';
import type { ConversationRow } from './ports.ts';

const hour = 3_600_000;

/**
 * Until when the vendor lets somebody write to her, counted from her last message (Zalo: 48 h free, then billed, closed
 * after 7 days). Null where there is no such window, and before she wrote.
 */
export function reachOf(
  { senders }: Pick<Parts, 'senders'>,
  { channel, lastPersonAt }: Pick<ConversationRow, 'channel' | 'lastPersonAt'>,
): NonNullable<TalkFrame['reach']> | null {
  const { windowHours = null, freeHours = null } = senders[channel]?.capabilities ?? {};
  if (windowHours === null || lastPersonAt === null) return null;
  const until = lastPersonAt + windowHours * hour;
  return { freeUntil: freeHours === null ? until : lastPersonAt + freeHours * hour, until };
}
