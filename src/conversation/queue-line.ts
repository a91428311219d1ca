import { isAtLeast, type RiskLevel, worseOf } from '../risk/level.ts';
import { acceptClocks, calledAtOnce, clocksArmed, firstMessageMs } from './clocks.ts';
import { type Draft, page, startTimer, stopTimers } from './draft.ts';
import type { PageWhy, QueueEntryState } from './effect.ts';
import type { Talk } from './talk.ts';
import type { TimerKind } from './turn-event.ts';
import { columnOf } from './world.ts';

const acceptTimers = Object.values(acceptClocks)
  .flatMap((levels) => Object.values(levels).flat())
  .map(({ timer }) => timer)
  .filter((timer, index, all) => all.indexOf(timer) === index);

/** Whether a counsellor may write without having been written to just now (safety-content §4.1). */
export function mayWrite(talk: Talk): boolean {
  const asked = talk.contact === 'yes' || talk.assessment.signals.some((signal) => signal.code === 'A1');
  return talk.custody.gone === 'no' && (asked || talk.wantsPerson);
}

/** The line as it should stand in the queue now; null when there is none. */
export function queueLine(talk: Talk): QueueEntryState | null {
  const { custody, assessment } = talk;
  if (custody.waitingSince === null) return null;
  return {
    level: assessment.level,
    triggers: [...new Set(countingSignals(talk).map((signal) => signal.code))],
    waitingSince: custody.waitingSince,
    returned: custody.returned,
    quiet: custody.quiet,
    gone: custody.gone,
    mayWrite: mayWrite(talk),
    usesViolence: talk.speaker === 'mayharm',
    child: talk.child,
    holder: custody.state === 'held' ? custody.holder : null,
  };
}

/** Signals since the last decision of a named person: older ones stay visible and no longer count (§1 rule 1). */
export function countingSignals(talk: Talk): Talk['assessment']['signals'] {
  const decided = talk.assessment.decisions.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  return talk.assessment.signals.filter((signal) => signal.at > decided);
}

/**
 * The level whose clocks run and whose bell rings. What a language model alone raised to high stands in the queue as
 * high and calls like medium: text written to deceive it must not wake anybody (language §8.1).
 */
export function urgency({ assessment }: Talk): RiskLevel {
  const last = assessment.decisions.at(-1);
  const counting = assessment.signals.filter(({ at }) => last === undefined || at > last.at);
  if (!counting.some(({ source }) => source === 'model')) return assessment.level;
  const without = counting.filter(({ source }) => source !== 'model');
  const floor = without.reduce<RiskLevel>(
    (level, signal) => worseOf(level, signal.level),
    last?.level ?? 'none',
  );
  return isAtLeast(floor, 'high') ? assessment.level : worseOf(floor, 'medium');
}

/**
 * Brings queue line and clocks in step with what the turn left: runs once, at the end of every turn.
 * Clocks are armed anew when a line appears, is given back or rises.
 */
export function settleQueue(draft: Draft, before: Talk): void {
  const { talk } = draft;
  const line = queueLine(talk);
  if (JSON.stringify(line) !== JSON.stringify(queueLine(before)))
    draft.effects.push({ type: 'queue', entry: line });
  const waits = line !== null && line.holder === null;
  const waited = before.custody.waitingSince !== null && before.custody.state !== 'held';
  if (!waits && waited) stopTimers(draft, ...acceptTimers);
  if (!waits) return settleFirstMessage(draft, before);
  stopTimers(draft, 'first-message', 'sos-unseen');
  const rose = urgency(before) !== urgency(talk);
  const again = talk.custody.returned && !before.custody.returned;
  if (waited && !rose && !again) return;
  if (!waited) callRoom(draft);
  armAcceptClocks(draft);
}

/** An urgent line never appears in silence, also when quiet mode brought it back: only `medium` does (§3.3 rule 6). */
function callRoom(draft: Draft): void {
  const isPaged = draft.effects.some(({ type }) => type === 'page');
  if (!isPaged && isAtLeast(urgency(draft.talk), 'high')) callStaff(draft, 'enqueued');
}

/** Calls whoever the times table names first at this level: the room, or those on call (safety-content §1). */
export function callStaff(draft: Draft, why: PageWhy): void {
  for (const target of calledAtOnce[columnOf(draft.world.cover)][urgency(draft.talk)])
    page(draft, target, why);
}

/** Starts the clocks of this level, and stops those of others. */
export function armAcceptClocks(draft: Draft): void {
  const clocks = clocksArmed(urgency(draft.talk));
  const wanted = new Set<TimerKind>(clocks.map(({ timer }) => timer));
  stopTimers(draft, ...acceptTimers.filter((timer) => !wanted.has(timer)));
  for (const { timer, afterMs } of clocks) startTimer(draft, timer, afterMs);
}

/** A claimed imminent or high conversation whose counsellor does not write goes back (§1, §3.4). */
function settleFirstMessage(draft: Draft, before: Talk): void {
  const { custody, assessment } = draft.talk;
  if (custody.state !== 'held') return stopTimers(draft, 'first-message', 'sos-unseen');
  const claimed = before.custody.holder !== custody.holder || before.custody.state !== 'held';
  const afterMs = firstMessageMs[assessment.level];
  if (claimed && !custody.wrote && afterMs !== null) startTimer(draft, 'first-message', afterMs);
  if (custody.wrote && !before.custody.wrote) stopTimers(draft, 'first-message');
}

/** Whether what is left behind must stay in the queue without words (§4.1, Deleting). */
export const entryOutlivesWords = (talk: Talk): boolean =>
  talk.custody.waitingSince !== null && isAtLeast(talk.assessment.level, 'high');
