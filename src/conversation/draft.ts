import type { TextKey } from '../flow/plan.ts';
import { moveCustody } from '../machine/custody.ts';
import type { CustodyEvent, Duty } from '../machine/custody-types.ts';
import type { AuditAction, Effect, PageTarget, PageWhy } from './effect.ts';
import type { Bubble, Choice, Outbound, SendReason } from './outbound.ts';
import type { Talk } from './talk.ts';
import type { TimerKind } from './turn-event.ts';
import type { World } from './world.ts';

/** A turn in the making: what the conversation will remember, and what it asks of the outside, in order. */
export interface Draft {
  talk: Talk;
  readonly effects: Effect[];
  readonly world: World;
}

export const beginDraft = (talk: Talk, world: World): Draft => ({ talk, effects: [], world });

/** Changes what the conversation remembers. */
export function remember(draft: Draft, change: Partial<Talk>): void {
  draft.talk = { ...draft.talk, ...change };
}

/** Moves custody and returns the duties that come with it. */
export function custody(draft: Draft, event: CustodyEvent): readonly Duty[] {
  const result = moveCustody(draft.talk.custody, event);
  remember(draft, { custody: result.custody });
  return result.duties;
}

/** What a program message may look like before the turn decides whether it may go out. */
export interface Speech {
  readonly bubbles: readonly Bubble[];
  readonly choices?: readonly Choice[];
  readonly card?: Outbound['card'];
  readonly why?: SendReason;
  /** One of the fixed quiet texts. Everything else is silence in quiet mode (safety-content §3.3). */
  readonly quiet?: true;
  /** On the closed list of safety notices: may go out while a counsellor holds the talk (promise 5). */
  readonly notice?: true;
}

/**
 * The program speaks, if it may: never in quiet mode except the fixed quiet texts, never while a counsellor
 * holds the talk except safety notices, never after the person left or erased. Returns whether it spoke.
 */
export function say(draft: Draft, speech: Speech): boolean {
  if (!maySpeak(draft, speech) || speech.bubbles.length === 0) return false;
  const choices = numbered(speech.choices ?? []);
  const held = draft.talk.custody.state === 'held';
  const card = speech.card ?? null;
  draft.effects.push({
    type: 'send',
    message: {
      // A card outlives a newer one, a claim and a lost line. What is told about people or deleting is true only now.
      sender: held || card !== null ? 'system' : 'bot',
      why: speech.why ?? 'answer',
      bubbles: speech.bubbles,
      choices,
      card,
      quiet: speech.quiet === true,
    },
  });
  remember(draft, { screen: choices.map(({ digit, value }) => ({ digit, value })) });
  return true;
}

function maySpeak({ talk, world }: Draft, speech: Speech): boolean {
  if (talk.custody.gone !== 'no') return false;
  if (talk.custody.quiet && speech.quiet !== true) return false;
  // Somebody answers her past Hiên: one voice (promise 5), and safety notices all the same.
  if (talk.outsideUntil !== null && world.now < talk.outsideUntil && speech.notice !== true) return false;
  return talk.custody.state !== 'held' || speech.notice === true;
}

/** The digits that answers on a screen may have (safety-content §3.0). */
export const answerDigits = [3, 4, 5, 6] as const;

/** Choices without a digit take the free ones of 3–6 in order; what is left over stays a plain button. */
function numbered(choices: readonly Choice[]): readonly Choice[] {
  const taken = new Set(choices.map((choice) => choice.digit));
  const free = answerDigits.filter((digit) => !taken.has(digit));
  return choices.map((choice) =>
    choice.digit === null ? { ...choice, digit: free.shift() ?? null } : choice,
  );
}

export const text = (key: TextKey, params?: Readonly<Record<string, string>>): Bubble =>
  params === undefined ? { kind: 'text', key } : { kind: 'text', key, params };
export const texts = (keys: readonly TextKey[]): readonly Bubble[] => keys.map((key) => text(key));

/** A line on the staff side only. */
export function note(
  draft: Draft,
  name: string,
  rings: boolean | 'soft' = false,
  params?: Readonly<Record<string, string>>,
): void {
  const key = `note.${name}` as const;
  const ringing = { alarm: rings === true, ...(rings === 'soft' ? { soft: true } : {}) };
  draft.effects.push({
    type: 'note',
    note: params === undefined ? { key, ...ringing } : { key, ...ringing, params },
  });
}

export function page(draft: Draft, target: PageTarget, why: PageWhy): void {
  draft.effects.push({ type: 'page', target, why });
}

export function startTimer(draft: Draft, timer: TimerKind, afterMs: number): void {
  draft.effects.push({ type: 'start-timer', timer, afterMs, token: draft.world.newId() });
}

export function stopTimers(draft: Draft, ...timers: readonly TimerKind[]): void {
  for (const timer of timers) draft.effects.push({ type: 'stop-timer', timer });
}

export function audit(
  draft: Draft,
  action: AuditAction,
  by: string | null,
  params: Readonly<Record<string, string>> = {},
): void {
  draft.effects.push({ type: 'audit', action, by, params });
}
