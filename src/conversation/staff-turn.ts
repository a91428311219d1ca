import { type Assessment, withDecision } from '../risk/assessment.ts';
import { firstMessageMs } from './clocks.ts';
import { audit, custody, type Draft, note, remember, startTimer, stopTimers } from './draft.ts';
import { carryOut } from './duties.ts';
import { tellFlow } from './flow-turn.ts';
import { acceptOffer, offer, refuseOffer } from './handover.ts';
import { freshEnoughToWriteMs, limits } from './limits.ts';
import { broughtIn } from './outside.ts';
import { entryOutlivesWords, mayWrite } from './queue-line.ts';
import { sayCard } from './speech.ts';
import { jot, whisper } from './staff-notes.ts';
import { done, holds, refused, type StaffOutcome } from './staff-outcome.ts';
import type { Talk } from './talk.ts';
import type { StaffAction, StaffRef } from './turn-event.ts';

/** One action of a member of staff on one conversation. Roles were checked before. */
export function staffTurn(draft: Draft, action: StaffAction, by: StaffRef): StaffOutcome {
  switch (action.do) {
    case 'claim':
      return claim(draft, by);
    case 'assign':
      return assign(draft, action.to, by);
    case 'write':
      return write(draft, action, by);
    case 'undo':
      return whenHeld(draft, by, () => takeBack(draft, action.messageId));
    case 'level':
      return setLevel(draft, action, by);
    case 'unlock':
      return unlock(draft, action.reason, by);
    case 'release':
      return whenHeld(draft, by, () => giveUp(draft, 'release', 'released', action.note, by));
    case 'return':
      return whenHeld(draft, by, () => giveBack(draft, action, by));
    case 'offer':
      return offer(draft, action, by);
    case 'offer.accept':
      return acceptOffer(draft, by);
    case 'offer.refuse':
      return refuseOffer(draft, by);
    case 'whisper':
      return whisper(draft, action.text, by);
    case 'jot':
      return jot(draft, action.text, by);
    case 'seen':
      return whenHeld(draft, by, () => stopTimers(draft, 'sos-unseen'));
    case 'close':
      return close(draft, action.note, by);
    case 'code':
      return whenHeld(draft, by, () => answerCode(draft, action.answer, by));
    case 'erase':
      return eraseByStaff(draft, action.reason, by);
  }
}

function whenHeld(draft: Draft, by: StaffRef, act: () => void): StaffOutcome {
  if (!holds(draft.talk, by)) return refused('not-yours');
  act();
  return done;
}

const waits = ({ custody: { waitingSince, state } }: Talk): boolean =>
  waitingSince !== null && state !== 'held';

/** Takes a line that waits. */
const claim = (draft: Draft, by: StaffRef): StaffOutcome =>
  waits(draft.talk) ? hold(draft, by, by) : refused('nothing-waiting');

/** A supervisor's hand gives a line that waits, or a colleague's talk, to somebody. What the program owns stays there. */
function assign(draft: Draft, to: StaffRef, by: StaffRef): StaffOutcome {
  const isColleagues = draft.talk.custody.state === 'held' && draft.talk.custody.holder !== to.id;
  return waits(draft.talk) || isColleagues ? hold(draft, to, by) : refused('nothing-waiting');
}

function hold(draft: Draft, holder: StaffRef, by: StaffRef): StaffOutcome {
  if (draft.talk.notFor.includes(holder.id)) return refused('acquainted');
  const duties = custody(draft, { type: 'claim', staff: holder.id, at: draft.world.now });
  if (duties.length === 0) return refused('gone');
  carryOut(draft, duties);
  remember(draft, {
    outsideUntil: null,
    screen: [],
    asking: false,
    unassessed: 0,
    writtenAt: [],
    claimedAt: draft.world.now,
  });
  broughtIn(draft);
  tellFlow(draft, { type: 'handoff', outcome: 'accepted' });
  note(draft, 'claimed', false, { name: holder.name });
  audit(draft, holder.id === by.id ? 'claimed' : 'assigned', by.id, { to: holder.id });
  return done;
}

/** Whether the holder may write now, and if not, why: shown on the composer, checked again on sending. */
export function composerOf(
  talk: Talk,
  staff: string,
  now: number,
): 'open' | 'quiet' | 'left' | 'erased' | 'not-yours' | 'may-not-write' {
  const { custody } = talk;
  if (custody.state !== 'held' || custody.holder !== staff) return 'not-yours';
  if (custody.gone !== 'no') return custody.gone;
  if (custody.quiet && !custody.unlocked) return 'quiet';
  const wroteJustNow = talk.lastPersonAt !== null && now - talk.lastPersonAt <= freshEnoughToWriteMs;
  return mayWrite(talk) || wroteJustNow || custody.wrote || custody.unlocked ? 'open' : 'may-not-write';
}

const refusalOfComposer = {
  quiet: 'quiet',
  left: 'locked',
  erased: 'gone',
  'not-yours': 'not-yours',
  'may-not-write': 'may-not-write',
} as const;

function write(draft: Draft, { text }: Extract<StaffAction, { do: 'write' }>, by: StaffRef): StaffOutcome {
  const composer = composerOf(draft.talk, by.id, draft.world.now);
  if (composer !== 'open') return refused(refusalOfComposer[composer]);
  const { quiet } = draft.talk.custody;
  carryOut(draft, custody(draft, { type: 'wrote' }));
  stopTimers(draft, 'first-message', 'imminent-card', 'sos-unseen');
  // A number answers the newest screen: from here on a digit speaks to her (safety-content §3.0).
  const writtenAt = [...draft.talk.writtenAt, draft.world.now].slice(-limits.writtenKept);
  remember(draft, { writtenAt, screen: [] });
  draft.effects.push({
    type: 'send',
    message: {
      sender: 'counsellor',
      why: 'counsellor',
      bubbles: [{ kind: 'words', words: text }],
      choices: [],
      card: null,
      quiet,
    },
    holdMs: limits.undo,
  });
  return done;
}

/** A message taken back was not written: the clocks that it had stopped run again. */
function takeBack(draft: Draft, messageId: string): void {
  draft.effects.push({ type: 'undo-message', messageId });
  const writtenAt = draft.talk.writtenAt.slice(0, -1);
  remember(draft, { writtenAt });
  const { level, signals } = draft.talk.assessment;
  const firstMessage = firstMessageMs[level];
  if (writtenAt.length === 0) custody(draft, { type: 'unwrote' });
  if (writtenAt.length === 0 && firstMessage !== null) startTimer(draft, 'first-message', firstMessage);
  const answeredUntil = writtenAt.at(-1) ?? draft.talk.claimedAt ?? 0;
  if (signals.some((signal) => signal.level === 'imminent' && signal.at > answeredUntil))
    startTimer(draft, 'imminent-card', limits.imminentCard);
}

/** Only a named person lowers a level, with a reason that is kept (promise 2). */
function setLevel(draft: Draft, action: Extract<StaffAction, { do: 'level' }>, by: StaffRef): StaffOutcome {
  const { assessment } = draft.talk;
  const decision = { level: action.level, at: draft.world.now, by: by.name, reason: action.reason };
  remember(draft, { assessment: withDecision(assessment, decision) });
  // A colleague's hand on her talk: the holder hears of it.
  const isHolders = holds(draft.talk, by);
  note(draft, 'level', isHolders ? false : 'soft', { name: by.name, level: action.level });
  audit(draft, 'level-set', by.id, { from: assessment.level, to: action.level });
  return done;
}

function unlock(draft: Draft, reason: string, by: StaffRef): StaffOutcome {
  if (!holds(draft.talk, by)) return refused('not-yours');
  if (draft.talk.custody.gone !== 'no') return refused('gone');
  custody(draft, { type: 'unlock' });
  note(draft, 'unlocked', false, { name: by.name, reason });
  audit(draft, 'unlocked', by.id);
  return done;
}

/** Back to the head of the queue. Who may know the person is not offered it again, and why stays unsaid. */
function giveBack(
  draft: Draft,
  { note: words, known }: Extract<StaffAction, { do: 'return' }>,
  by: StaffRef,
): void {
  if (known === true) remember(draft, { notFor: [...draft.talk.notFor, by.id] });
  giveUp(draft, 'return', 'returned', known === true ? '' : words, by);
}

function giveUp(
  draft: Draft,
  type: 'release' | 'return',
  action: 'released' | 'returned',
  words: string,
  by: StaffRef,
): void {
  const duties =
    type === 'release' ? custody(draft, { type }) : custody(draft, { type, at: draft.world.now });
  remember(draft, { lastWaitingLineAt: null, flow: null });
  carryOut(draft, duties, { pageWhy: 'returned' });
  note(draft, action, false, { name: by.name, note: words });
  audit(draft, action, by.id);
}

/** Closing ends it; what comes later begins anew. Also for a line that stands without words (đã xóa). */
function close(draft: Draft, words: string, by: StaffRef): StaffOutcome {
  if (draft.talk.custody.state === 'held' && !holds(draft.talk, by)) return refused('not-yours');
  if (draft.talk.custody.state === 'ended') return refused('gone');
  carryOut(draft, custody(draft, { type: 'close' }));
  remember(draft, { assessment: atReturn(draft.talk.assessment) });
  remember(draft, { flow: null, asking: false, screen: [], wantsPerson: false, retractedAt: null });
  stopTimers(draft, 'code-card', 'imminent-card', 'flow-silence', 'rest');
  note(draft, 'closed', false, { name: by.name, note: words });
  audit(draft, 'closed', by.id);
  return done;
}

/** Whoever returns after the close begins at high at most; the maximum stays for staff to see (§1 rule 1). */
const atReturn = (assessment: Assessment): Assessment =>
  assessment.level === 'imminent' ? { ...assessment, level: 'high' } : assessment;

/** "Có thể là mã gấp": her click decides; the card is a safety notice. */
function answerCode(draft: Draft, answer: 'card' | 'answer', by: StaffRef): void {
  stopTimers(draft, 'code-card', 'sos-unseen');
  note(draft, answer === 'card' ? 'code.card' : 'code.answer', false, { name: by.name });
  if (answer === 'card') sayCard(draft, [], { level: 'imminent', why: 'notice' });
}

function eraseByStaff(draft: Draft, reason: string, by: StaffRef): StaffOutcome {
  if (draft.talk.custody.gone === 'erased') return refused('gone');
  const keepEntry = entryOutlivesWords(draft.talk);
  carryOut(draft, custody(draft, { type: 'erase', keep: keepEntry }));
  audit(draft, 'erased', by.id, { reason });
  draft.effects.push({ type: 'erase', keepEntry });
  return done;
}
