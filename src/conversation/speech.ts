import { cardBubbles, forChild, type SystemKey } from '../locale/system-keys.ts';
import { isAtLeast } from '../risk/level.ts';
import type { Signal } from '../risk/signal.ts';
import { type CardKind, type TriggerId, triggerOf } from '../risk/trigger.ts';
import { type Draft, remember, say, text, texts } from './draft.ts';
import type { FixedButton } from './inbound.ts';
import { limits } from './limits.ts';
import type { Bubble, Choice, SendReason } from './outbound.ts';
import type { Talk } from './talk.ts';
import type { Cover } from './world.ts';

/** A program text in the wording for this person. */
export const own = (talk: Talk, key: SystemKey): SystemKey => (talk.child ? forChild(key) : key);

/** A fixed button as a choice; its digit is given when the message goes out. */
export const button = (
  talk: Talk,
  name: FixedButton,
  label: SystemKey,
  digit: number | null = null,
): Choice => ({
  digit,
  label: own(talk, label),
  value: { kind: 'button', button: name },
});

/**
 * Which card answers these signals: the speaker decides (safety-content §1.1), then the gravest, newest trigger.
 * Someone who may harm others, or who writes for another, never gets the card of a person in danger.
 */
export function cardFor(
  talk: Talk,
  signals: readonly Signal[],
): { readonly card: CardKind; readonly fire: boolean } {
  const gravest = signals.toSorted((a, b) =>
    isAtLeast(a.level, b.level) ? (isAtLeast(b.level, a.level) ? 0 : -1) : 1,
  );
  const first = gravest[0];
  const fire = signals.some((signal) => signal.fire === true);
  if (talk.speaker === 'mayharm') return { card: 'mayharm', fire };
  if (first === undefined) return { card: talk.child ? 'child' : 'unknown', fire };
  const kind = first.code === 'A1' ? 'unknown' : triggerOf(first.code).card;
  if (talk.speaker === 'third' && first.level === 'imminent') return { card: 'third', fire };
  if (talk.child && kind === 'unknown') return { card: 'child', fire };
  return { card: kind, fire };
}

/** The line about people that is true at this second (safety-content §4.2). */
export function waitingLine(talk: Talk, cover: Cover): Bubble {
  switch (cover.state) {
    case 'shift':
      return text(own(talk, 'system:wait.shift'));
    case 'busy':
      return text(own(talk, 'system:wait.busy'));
    case 'oncall':
      return text(own(talk, 'system:wait.oncall'));
    case 'nobody':
      if (cover.reopens === null) return text(own(talk, 'system:wait.nobody'));
      return text(own(talk, 'system:wait.nobody.hours'), { hour: cover.reopens });
  }
}

/** Whether somebody may still write into this conversation later is asked once, on high and off-shift cards (§4.1). */
export function contactQuestion(draft: Draft): {
  readonly bubbles: readonly Bubble[];
  readonly choices: readonly Choice[];
} {
  const { talk } = draft;
  if (talk.contact !== 'unasked') return { bubbles: [], choices: [] };
  remember(draft, { contact: 'asked' });
  return {
    bubbles: [text(own(talk, 'system:ask.contact'))],
    choices: [
      button(talk, 'contact.yes', 'system:button.contact.yes'),
      button(talk, 'contact.no', 'system:button.contact.no'),
    ],
  };
}

/** The emergency card or advice for these signals, ending with the waiting line that is true now. */
export function sayCard(
  draft: Draft,
  signals: readonly Signal[],
  level: 'imminent' | 'high',
  why: SendReason = 'answer',
): void {
  if (draft.talk.custody.quiet) return sayQuietCard(draft, why);
  const { talk, world } = draft;
  const { card, fire } = cardFor(talk, signals);
  const asks = level === 'high' || world.cover.state === 'nobody' || world.cover.state === 'oncall';
  const held = talk.custody.state === 'held';
  const contact = asks && !held ? contactQuestion(draft) : { bubbles: [], choices: [] };
  const furtherButtons = level === 'high' && !held ? [more(talk), dispute(talk)] : [];
  const line = held ? [] : [waitingLine(talk, world.cover)];
  say(draft, {
    bubbles: [
      ...texts(cardBubbles(card, { child: talk.child, imminent: level === 'imminent', fire })),
      ...line,
      ...contact.bubbles,
    ],
    choices: [...contact.choices, ...furtherButtons],
    card,
    why,
    notice: true,
  });
  markShown(draft, signals);
  if (!held) remember(draft, { lastWaitingLineAt: world.now });
}

/** In quiet mode a card is digits only, and only as the direct answer to a message (safety-content §3.3). */
function sayQuietCard(draft: Draft, why: SendReason): void {
  if (why !== 'answer') return;
  say(draft, { bubbles: [text('system:quiet.sos')], quiet: true, notice: true, card: 'unknown' });
}

export function markShown(draft: Draft, signals: readonly Signal[]): void {
  const shown = new Set<TriggerId>([...draft.talk.shown, ...signals.map((signal) => signal.code)]);
  remember(draft, { shown: [...shown] });
}

export const more = (talk: Talk): Choice => button(talk, 'more', 'system:button.more');
export const dispute = (talk: Talk): Choice => button(talk, 'dispute', 'system:button.dispute');
export const askPerson = (talk: Talk): Choice => button(talk, 'person', 'system:button.person', 0);

/** The waiting line as an answer, at most once in five minutes; with the question about contact when nobody is there. */
export function sayWaitingLine(draft: Draft): boolean {
  const { talk, world } = draft;
  const last = talk.lastWaitingLineAt;
  if (last !== null && world.now - last < limits.waitingLineEvery) return false;
  const contact = world.cover.state === 'nobody' ? contactQuestion(draft) : { bubbles: [], choices: [] };
  remember(draft, { lastWaitingLineAt: world.now });
  return say(draft, {
    bubbles: [waitingLine(talk, world.cover), ...contact.bubbles],
    choices: contact.choices,
  });
}

/** A receipt: the person is never left without an answer, and never flooded with receipts either. */
export function sayReceipt(draft: Draft): void {
  const { talk, world } = draft;
  if (talk.lastReceiptAt !== null && world.now - talk.lastReceiptAt < limits.receiptEvery) return;
  remember(draft, { lastReceiptAt: world.now });
  const screen = draft.talk.screen;
  say(draft, { bubbles: [text('system:receipt')] });
  remember(draft, { screen });
}
