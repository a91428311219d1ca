import { freshTalk, type Talk } from '../conversation/talk.ts';
import type { DatedSignal } from '../risk/assessment.ts';
import { isTriggerId, triggerOf } from '../risk/trigger.ts';
import { contexts, openJson } from './bodies.ts';
import type { ConversationRow, QueueRow, Seal } from './ports.ts';

/**
 * What a conversation remembers. Without a snapshot (erased, or unreadable) only what stands in clear is left:
 * owner, level, trigger codes and hours. A conversation before its first turn is fresh.
 */
export function talkOf(row: ConversationRow, seal: Seal | null, entry: QueueRow | null): Talk {
  if (row.snapshot !== null && seal !== null)
    return { ...freshTalk, ...openJson<Talk>(seal, row.snapshot, contexts.snapshot) };
  if (row.erasedAt === null && row.version === 0) return freshTalk;
  return inClear(row, entry);
}

/** A talk rebuilt from the clear columns: enough to answer codes and to keep its place in the queue. */
export function inClear(row: ConversationRow, entry: QueueRow | null): Talk {
  const signals = (entry?.triggers ?? '')
    .split(' ')
    .filter(isTriggerId)
    .map((code): DatedSignal => {
      const { level, categories: about } = triggerOf(code);
      return { code, level, source: 'code', categories: about, at: entry?.waitingSince ?? row.createdAt };
    });
  return {
    ...freshTalk,
    custody: {
      ...freshTalk.custody,
      state: row.owner,
      quiet: row.quiet,
      holder: row.holder,
      waitingSince: entry?.waitingSince ?? null,
      returned: entry?.returned ?? false,
      gone: row.erasedAt === null ? (entry?.gone ?? 'no') : 'erased',
    },
    assessment: { level: row.level, highest: row.highest, signals, decisions: [], disputed: false },
    speaker: entry?.usesViolence === true ? 'mayharm' : 'self',
    child: entry?.child ?? false,
    lastPersonAt: row.lastPersonAt,
  };
}
