import { cardBubbles, forChild, type SystemKey } from '../locale/system-keys.ts';
import { isAtLeast } from '../risk/level.ts';
import type { Signal } from '../risk/signal.ts';
import { type CardKind, type TriggerId, triggerOf } from '../risk/trigger.ts';
import { coverFor } from './cover.ts';
import { type Draft, remember, say, text, texts } from './draft.ts';
import type { FixedButton, TopicButton } from './inbound.ts';
import { limits } from './limits.ts';
import type { Bubble, Choice, SendReason } from './outbound.ts';
import { isAnsweredOutside } from './outside.ts';
import type { Talk } from './talk.ts';
import type { Cover } from './world.ts';

/** A program text in the wording for this person. */
export const own = (talk: Pick<Talk, 'child'>, key: SystemKey): SystemKey =>
  talk.child ? forChild(key) : key;

/** A fixed button as a choice, under its own label unless another is named; most get their digit when the message goes out. */
export const button = (
  talk: Pick<Talk, 'child'>,
  name: FixedButton,
  { label = `system:button.${name}`, digit = null }: { label?: SystemKey; digit?: number | null } = {},
): Choice => ({
  digit,
  label: own(talk, label),
  value: { kind: 'button', button: name },
});

/** Several fixed buttons under their own labels. */
export const buttons = (talk: Pick<Talk, 'child'>, ...names: readonly FixedButton[]): readonly Choice[] =>
  names.map((name) => button(talk, name));

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
  switch (coverFor(talk, cover).state) {
    case 'shift':
      return text(own(talk, 'system:wait.shift'));
    case 'busy':
      return text(own(talk, 'system:wait.busy'));
    case 'oncall':
      return text(own(talk, cover.night === false ? 'system:wait.oncall.day' : 'system:wait.oncall'));
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
    choices: buttons(talk, 'contact.yes', 'contact.no'),
  };
}

/** How a card goes out: at which level, as an answer or on a clock, and whether a question follows it at once. */
export interface CardManner {
  readonly level: 'imminent' | 'high';
  readonly why?: SendReason;
  /** The one deciding question comes with it, in place of the further buttons. */
  readonly question?:
    | { readonly bubbles: readonly Bubble[]; readonly choices: readonly Choice[] }
    | undefined;
}

/** The emergency card or advice for these signals, ending with the waiting line that is true now; whether it was said. */
export function sayCard(
  draft: Draft,
  signals: readonly Signal[],
  { level, why = 'answer', question }: CardManner,
): boolean {
  if (draft.talk.custody.quiet) return level === 'imminent' && sayQuietCard(draft, why);
  const { talk, world } = draft;
  const held = talk.custody.state === 'held';
  const { card, fire } = cardFor(talk, signals);
  const line = held ? [] : [waitingLine(talk, world.cover)];
  const next = held ? nothing : (question ?? furtherOf(draft, level, topicOf(card)));
  const said = say(draft, {
    bubbles: [
      ...texts(cardBubbles(card, { child: talk.child, imminent: level === 'imminent', fire })),
      ...line,
      ...next.bubbles,
    ],
    choices: next.choices,
    card,
    why,
    notice: true,
  });
  if (!said) return false;
  markShown(draft, signals);
  if (!held) remember(draft, { lastWaitingLineAt: world.now });
  return true;
}

const nothing = { bubbles: [], choices: [] } as const;

/** What a piece of advice offers to read (safety-content §4.3). */
const topicsOfCards: Readonly<Partial<Record<CardKind, TopicButton>>> = {
  strangle: 'topic.clinic',
  assault: 'topic.clinic',
  stalked: 'topic.phone',
  image: 'topic.images',
};
const topicOf = (card: CardKind): TopicButton | null => topicsOfCards[card] ?? null;

/** What the newest advice she was shown offers to read. */
const topicShown = ({ shown }: Talk): TopicButton | null =>
  shown.map((code) => topicOf(triggerOf(code).card)).findLast((topic) => topic !== null) ?? null;

const topicChoice = (talk: Talk, topic: TopicButton | null): readonly Choice[] =>
  topic === null ? [] : [button(talk, topic)];

/**
 * After the question about contact: what the card offered to read, further questions, the correction it displaced. In
 * `room` for so many choices: what was offered already stands back, because a choice without a digit cannot be typed.
 */
export function afterContact(talk: Talk, room: number): readonly Choice[] {
  const topic = topicShown(talk);
  if (topic === null) return [more(talk)];
  const last = [more(talk), dispute(talk)];
  return room > last.length ? [button(talk, topic), ...last] : last;
}

/** Below a card: may somebody write later; at high also what it offers to read, further questions, a correction. */
function furtherOf(
  draft: Draft,
  level: CardManner['level'],
  topic: TopicButton | null,
): { readonly bubbles: readonly Bubble[]; readonly choices: readonly Choice[] } {
  const { talk, world } = draft;
  const asks = level === 'high' || world.cover.state === 'nobody' || world.cover.state === 'oncall';
  const contact = asks ? contactQuestion(draft) : nothing;
  return {
    bubbles: contact.bubbles,
    choices: [...contact.choices, ...(level === 'high' ? highChoices(talk, topic, contact.choices) : [])],
  };
}

/** Four answers have digits: where contact is asked and there is something to read, the correction comes after. */
function highChoices(talk: Talk, topic: TopicButton | null, contact: readonly Choice[]): readonly Choice[] {
  const hasRoom = topic === null || contact.length === 0;
  return [...topicChoice(talk, topic), more(talk), ...(hasRoom ? [dispute(talk)] : [])];
}

/** In quiet mode a card is digits only, and only as the direct answer to a message (safety-content §3.3). */
function sayQuietCard(draft: Draft, why: SendReason): boolean {
  if (why !== 'answer') return false;
  return say(draft, { bubbles: [text('system:quiet.sos')], quiet: true, notice: true, card: 'unknown' });
}

export function markShown(draft: Draft, signals: readonly Signal[]): void {
  const shown = new Set<TriggerId>([...draft.talk.shown, ...signals.map((signal) => signal.code)]);
  remember(draft, { shown: [...shown] });
}

export const more = (talk: Talk): Choice => button(talk, 'more');
export const dispute = (talk: Talk): Choice => button(talk, 'dispute');
export const askPerson = (talk: Talk): Choice => button(talk, 'person', { digit: 0 });

/**
 * The waiting line, at most once in five minutes and within five of her last message (§4.1 b); with the question about
 * contact when nobody is there.
 */
export function sayWaitingLine(draft: Draft): boolean {
  const { talk, world } = draft;
  const { lastWaitingLineAt: last, lastPersonAt } = talk;
  if (last !== null && world.now - last < limits.waitingLineEvery) return false;
  if (lastPersonAt === null || world.now - lastPersonAt > limits.waitingLineWindow) return false;
  const away = coverFor(talk, world.cover).state === 'nobody';
  const contact = away ? contactQuestion(draft) : { bubbles: [], choices: [] };
  remember(draft, { lastWaitingLineAt: world.now });
  return say(draft, {
    bubbles: [waitingLine(talk, world.cover), ...contact.bubbles],
    choices: contact.choices,
    why: world.now === lastPersonAt ? 'answer' : 'waiting',
    // She asked for a person while somebody answers past Hiên: that is answered all the same.
    ...(isAnsweredOutside(draft) ? { notice: true } : {}),
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

/** While she waits, after an answer: whether somebody may write later if that was not asked yet, else a receipt. */
export function sayFurther(draft: Draft): void {
  if (draft.talk.assessment.level !== 'high' || draft.talk.contact !== 'unasked') return sayReceipt(draft);
  const further = furtherOf(draft, 'high', topicShown(draft.talk));
  say(draft, { bubbles: [text('system:receipt'), ...further.bubbles], choices: further.choices });
}
