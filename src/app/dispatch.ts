import type { Choice } from '../conversation/outbound.ts';
import { button } from '../conversation/speech.ts';
import type { Talk } from '../conversation/talk.ts';
import { telling } from '../flow/lint/house-words.ts';
import { contexts, type MessageBody, openJson } from './bodies.ts';
import type { Dispatch } from './channel-port.ts';
import { limits } from './limits.ts';
import type { Parts } from './parts.ts';
import type { ConversationRow, PendingOutbox, Seal, StoredMessage } from './ports.ts';
import { talkOf } from './talk-of.ts';
import { wordsOf } from './wording.ts';

type Outgoing = Extract<MessageBody, { type: 'out' }>['message'];

/** The sealed body of one of our messages. Throws when bytes were changed. */
const outgoingOf = (seal: Seal, { id, body }: StoredMessage): Outgoing =>
  openJson<Extract<MessageBody, { type: 'out' }>>(seal, body, contexts.message(id)).message;

/** The vendor's ids of the parts that went out so far. */
export const vendorIdsOf = (seal: Seal, { id, vendor }: StoredMessage): readonly string[] =>
  vendor === null ? [] : openJson<readonly string[]>(seal, vendor, contexts.vendor(id));

/** The address that a conversation answers to; null where it has none. */
export const addressOf = (seal: Seal, { address }: ConversationRow): string | null =>
  address === null ? null : openJson<string>(seal, address, contexts.address);

/** One message, opened and worded for its channel; null where there is nowhere to send it. */
export function dispatchOf(
  parts: Parts,
  row: ConversationRow,
  seal: Seal,
  pending: PendingOutbox,
  stored: StoredMessage,
): Dispatch | null {
  const address = addressOf(seal, row);
  if (address === null || row.lastPersonAt === null) return null;
  const now = parts.clock.now();
  const message = outgoingOf(seal, stored);
  const { bubbles, choices } = wordsOf(parts, message, row.language, now);
  const said = (outgoing: Outgoing) => wordsOf(parts, outgoing, row.language, now);
  return {
    message: stored.id,
    conversation: row.id,
    address,
    from: message.sender,
    why: message.why,
    card: message.card,
    bubbles,
    telling: bubbles.map((bubble) => message.sender !== 'counsellor' && isTelling(bubble)),
    choices,
    fixed: row.quiet ? [] : said({ ...message, bubbles: [], choices: fixedOf(parts, row, seal) }).choices,
    neutral: said({ ...message, bubbles: [{ kind: 'text', key: neutralKey(message) }], choices: [] }).text,
    quiet: row.quiet,
    plain: pending.attempts >= limits.plainAfter,
    partsSent: vendorIdsOf(seal, stored).length,
    attempts: pending.attempts,
    lastPersonAt: row.lastPersonAt,
  };
}

/** The first hundred characters stand in notifications (safety-content §4.1). */
const isTelling = (bubble: string): boolean => telling.test(bubble.slice(0, limits.previewCharacters));

/** Numbers where help was asked for, else where help can be had (safety-content §4.1, "numbers-only twin"). */
const neutralKey = ({ card }: Outgoing): 'system:sos.plain' | 'system:neutral' =>
  card === null ? 'system:neutral' : 'system:sos.plain';

/** Gấp · Gặp người trực · Thoát, on every screen in the same place (safety-content §3.0). */
function fixedOf(parts: Parts, row: ConversationRow, seal: Seal): readonly Choice[] {
  const talk = childOrNot(parts, row, seal);
  return [
    button(talk, 'sos', 'system:button.sos'),
    button(talk, 'person', 'system:button.person'),
    button(talk, 'leave', 'system:button.leave'),
  ];
}

function childOrNot(parts: Parts, row: ConversationRow, seal: Seal): Pick<Talk, 'child'> {
  try {
    return talkOf(row, seal, null);
  } catch (fault) {
    parts.report('snapshot-broken', fault);
    return { child: false };
  }
}
