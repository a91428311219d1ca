import type { SystemKey } from '../locale/system-keys.ts';
import type { Duty } from '../machine/custody-types.ts';
import type { Signal } from '../risk/signal.ts';
import { type TriggerId, triggerOf } from '../risk/trigger.ts';
import { isAnotherCalled } from './cover.ts';
import { type Draft, note, remember, say, startTimer, text } from './draft.ts';
import type { Effect } from './effect.ts';
import { limits } from './limits.ts';
import { callStaff } from './queue-line.ts';
import { type CardManner, own, sayCard, sayWaitingLine } from './speech.ts';

/** What the duties of one event are about. */
export interface Occasion {
  readonly signals: readonly Signal[];
  /** SOS shows its card again; evidence by words and taps only once per new trigger while waiting (§3.4). */
  readonly cardAgain: boolean;
  readonly pageWhy: 'enqueued' | 'raised' | 'returned' | 'sos';
  /** An emergency card goes out as the answer to her message, or as a notice when a clock rang. */
  readonly why: 'answer' | 'notice';
  /** The one deciding question that goes with a high card (§1.2: when unsure, ask one question). */
  readonly question?: CardManner['question'];
}

const nothing: Occasion = { signals: [], cardAgain: false, pageWhy: 'enqueued', why: 'answer' };

/** Carries out what custody obliges the turn to do, in order. */
export function carryOut(draft: Draft, duties: readonly Duty[], occasion: Partial<Occasion> = {}): void {
  for (const duty of duties) handlers[duty](draft, { ...nothing, ...occasion });
}

/** In quiet mode a card is digits only, and answers danger each time (§3.3 rule 5). */
const isShown = (draft: Draft, occasion: Occasion): boolean =>
  !occasion.cardAgain &&
  !draft.talk.custody.quiet &&
  occasion.signals.every((signal) => draft.talk.shown.includes(signal.code));

/** The same advice is not said twice, also when another trigger leads to it (§3.4: one safety step). */
const isAdvised = (draft: Draft, code: TriggerId): boolean =>
  draft.talk.shown.some((shown) => shown === code || triggerOf(shown).card === triggerOf(code).card);

const programWithheld: Effect = { type: 'suppress', senders: ['bot'] };

/**
 * What is said now goes out in place of the questions and answers that nobody has got yet; an older card still goes, for
 * its numbers may be others (promise 1). Where nothing is said everything goes that waits for a channel that is down.
 */
function sayInPlaceOfOlder(draft: Draft, speak: () => boolean): void {
  const before = draft.effects.length;
  if (speak() && draft.talk.custody.state !== 'held') draft.effects.splice(before, 0, programWithheld);
}

/** Every duty, carried out: the compiler completes the table. */
const handlers: Record<Duty, (draft: Draft, occasion: Occasion) => void> = {
  card: (draft, occasion) => {
    if (isShown(draft, occasion)) return;
    sayInPlaceOfOlder(draft, () =>
      sayCard(draft, occasion.signals, { level: 'imminent', why: occasion.why }),
    );
  },
  advice: (draft, occasion) => {
    const signals = occasion.signals.filter(({ level }) => level === 'high');
    if (signals.every(({ code }) => isAdvised(draft, code))) return;
    sayInPlaceOfOlder(draft, () => sayCard(draft, signals, { level: 'high', question: occasion.question }));
  },
  page: (draft, { pageWhy }) => callStaff(draft, pageWhy),
  'waiting-line': (draft) => void sayWaitingLine(draft),
  'quiet-ack': (draft) => {
    note(draft, 'quiet', true);
    say(draft, { bubbles: [text('system:quiet.ack')], quiet: true, notice: true });
  },
  alarm: (draft) => {
    note(draft, 'alarm', true);
    startTimer(draft, 'sos-unseen', limits.sosUnseen);
  },
  'alarm-raised': (draft) => note(draft, 'raised', true, { level: draft.talk.assessment.level }),
  'code-bar': (draft) => {
    note(draft, 'code', true);
    startTimer(draft, 'code-card', limits.codeCard);
  },
  'imminent-bar': (draft) => {
    note(draft, 'imminent', true);
    startTimer(draft, 'imminent-card', limits.imminentCard);
  },
  'hint-quiet': (draft) => note(draft, 'hint.quiet', true),
  'hint-person': (draft) => note(draft, 'hint.person'),
  'hint-leave': (draft) => note(draft, 'hint.leave', true),
  'note-left': (draft) => note(draft, 'left', true),
  'note-erased': (draft) => note(draft, 'erased', true),
  'tell-lost': (draft) => tell(draft, isCalled(draft) ? 'system:human.lost' : 'system:human.lost.nobody'),
  'tell-late': (draft) => tell(draft, isCalled(draft) ? 'system:human.silent' : 'system:human.silent.nobody'),
  'tell-back': (draft) => tell(draft, 'system:human.back'),
  'first-screen': () => {},
  'suppress-program': (draft) => draft.effects.push(programWithheld),
  'suppress-words': (draft) => draft.effects.push({ type: 'suppress', senders: ['bot', 'counsellor'] }),
  'suppress-all': (draft) =>
    draft.effects.push({ type: 'suppress', senders: ['bot', 'system', 'counsellor'] }),
  revoke: (draft) => draft.effects.push({ type: 'revoke-token' }),
};

const isCalled = ({ talk, world }: Draft): boolean => isAnotherCalled(talk, world.cover);

type HumanLine = Extract<SystemKey, `system:human.${'lost' | 'silent' | 'back'}${'' | '.nobody'}`>;

/**
 * What is told about the counsellor's line: a notice, not an answer; the waiting lines start from here again.
 * Only while the talk is alive: hours after the last word of either side nothing goes out unasked (promise 6).
 */
function tell(draft: Draft, key: HumanLine): void {
  const { lastPersonAt, writtenAt } = draft.talk;
  const lastWordAt = Math.max(lastPersonAt ?? 0, writtenAt.at(-1) ?? 0);
  if (draft.world.now - lastWordAt > limits.waitingLineWindow) return;
  say(draft, { bubbles: [text(own(draft.talk, key))], why: 'notice', notice: true });
  remember(draft, { lastWaitingLineAt: draft.world.now });
}
