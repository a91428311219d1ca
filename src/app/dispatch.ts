import type { Choice } from '../conversation/outbound.ts';
import { buttons } from '../conversation/speech.ts';
import type { Talk } from '../conversation/talk.ts';
import { telling as tellingWords } from '../flow/lint/house-words.ts';
import { isOfCard } from '../locale/system-keys.ts';
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
  const sent = vendorIdsOf(seal, stored);
  const whole = outgoingOf(seal, stored);
  // What went out in part goes on as it began: its parts are counted.
  const message = row.owner === 'held' && sent.length === 0 ? besideCounsellor(whole) : whole;
  const worded = wordsOf(parts, message, row.language, now);
  const { choices } = worded;
  const spoiler = parts.senders[row.channel]?.capabilities.spoiler === true;
  const { bubbles, telling } = discreet(message, worded.bubbles, spoiler);
  const said = (outgoing: Outgoing) => wordsOf(parts, outgoing, row.language, now);
  return {
    message: stored.id,
    conversation: row.id,
    address,
    from: message.sender,
    why: message.why,
    card: message.card,
    bubbles,
    telling,
    choices,
    fixed: row.quiet ? [] : said({ ...message, bubbles: [], choices: fixedOf(parts, row, seal) }).choices,
    neutral: said({ ...message, bubbles: [{ kind: 'text', key: neutralKey(message) }], choices: [] }).text,
    quiet: row.quiet,
    plain: pending.attempts >= limits.plainAfter,
    partsSent: sent.length,
    attempts: pending.attempts,
    lastPersonAt: row.lastPersonAt,
  };
}

/**
 * A card that waited for its channel until somebody had claimed the talk: without the line about people, which is no
 * longer true, and without a question, which the counsellor asks now (promise 5).
 */
function besideCounsellor(message: Outgoing): Outgoing {
  if (message.sender !== 'system' || message.card === null) return message;
  const bubbles = message.bubbles.filter((bubble) => bubble.kind === 'text' && isOfCard(bubble.key));
  return { ...message, bubbles, choices: [] };
}

/** The first hundred characters stand in notifications (safety-content §4.1). Where a number stands there, it must be seen. */
function isTelling(bubble: string): boolean {
  const preview = bubble.slice(0, limits.previewCharacters);
  return tellingWords.test(preview) && !/\d{3}/u.test(preview);
}

/**
 * Advice that would betray the subject on a locked screen: hidden where the channel can, else behind the first bubble
 * that says nothing. Never numbers, never a question, never a counsellor's own words.
 */
function discreet(
  { sender, card, choices }: Outgoing,
  bubbles: readonly string[],
  spoiler: boolean,
): { readonly bubbles: readonly string[]; readonly telling: readonly boolean[] } {
  const open = { bubbles, telling: bubbles.map(() => false) };
  if (sender === 'counsellor' || card === null) return open;
  const question = choices.length > 0 && bubbles.length > 1 ? bubbles.length - 1 : -1;
  const telling = bubbles.map((bubble, index) => index !== question && isTelling(bubble));
  if (spoiler || telling[0] !== true) return { bubbles, telling };
  const harmless = telling.findIndex((tells, index) => !tells && index !== question);
  if (harmless < 0) return { bubbles, telling };
  const front = bubbles.slice(harmless, harmless + 1);
  const others = bubbles.filter((_, index) => index !== harmless);
  return { bubbles: [...front, ...others], telling: [false, ...telling.toSpliced(harmless, 1)] };
}

/** Numbers where help was asked for, else where help can be had (safety-content §4.1, "numbers-only twin"). */
const neutralKey = ({ card }: Outgoing): 'system:sos.plain' | 'system:neutral' =>
  card === null ? 'system:neutral' : 'system:sos.plain';

/** Gấp · Gặp người trực · Thoát, on every screen in the same place (safety-content §3.0). */
function fixedOf(parts: Parts, row: ConversationRow, seal: Seal): readonly Choice[] {
  return buttons(childOrNot(parts, row, seal), 'sos', 'person', 'leave');
}

function childOrNot(parts: Parts, row: ConversationRow, seal: Seal): Pick<Talk, 'child'> {
  try {
    return talkOf(row, seal, null);
  } catch (fault) {
    parts.report('snapshot-broken', fault);
    return { child: false };
  }
}
