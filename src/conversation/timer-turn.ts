import { withSignals } from '../risk/assessment.ts';
import { isAtLeast } from '../risk/level.ts';
import { clockOf } from './clocks.ts';
import { isAnotherCalled } from './cover.ts';
import { audit, custody, type Draft, note, page, remember, say, text } from './draft.ts';
import { carryOut } from './duties.ts';
import type { PageTarget } from './effect.ts';
import { sosSignal } from './evidence.ts';
import { flowFellSilent } from './flow-turn.ts';
import { offerLapsed } from './handover.ts';
import { limits } from './limits.ts';
import { outsideIsOver } from './outside.ts';
import { rest } from './person-turn.ts';
import { armAcceptClocks, callStaff, urgency } from './queue-line.ts';
import { own, sayCard } from './speech.ts';
import { composerOf } from './staff-turn.ts';
import type { TimerKind } from './turn-event.ts';
import { columnOf } from './world.ts';

/** A durable clock rang. Stale ones never arrive here: their token no longer matches the armed row. */
export function timerTurn(draft: Draft, timer: TimerKind): void {
  switch (timer) {
    case 'accept.60':
    case 'accept.120':
    case 'accept.180':
    case 'accept.210':
    case 'accept.300':
    case 'accept.360':
    case 'accept.600':
    case 'accept.900':
      return stillUnclaimed(draft, timer);
    case 'first-message':
      return silentHolder(draft);
    case 'code-card':
      return codeUnanswered(draft);
    case 'imminent-card':
      return imminentUnanswered(draft);
    case 'flow-silence':
      return flowFellSilent(draft);
    case 'rest':
      return rest(draft);
    case 'outside':
      return outsideIsOver(draft);
    case 'offer':
      return offerLapsed(draft);
    case 'sos-unseen':
      return sosUnseen(draft);
  }
}

/** Nobody claimed in time: the next target is paged, and the person is told the truth if she may be (§1, §4.1). */
function stillUnclaimed(draft: Draft, timer: TimerKind): void {
  const clock = clockOf(timer, urgency(draft.talk), columnOf(draft.world.cover));
  if (clock === undefined || !isUnclaimed(draft)) return;
  if (clock.page !== null) page(draft, clock.page, 'unclaimed');
  if (clock.tellsPerson) sayLate(draft);
}

const isUnclaimed = ({ talk: { custody } }: Draft): boolean =>
  custody.waitingSince !== null && custody.state !== 'held';

/** Nobody is on shift any more: an urgent line calls those on call, and its clocks run from here (§1 rule 7). */
export function roomLeft(draft: Draft): void {
  if (!isUnclaimed(draft) || !isAtLeast(urgency(draft.talk), 'high')) return;
  if (columnOf(draft.world.cover) !== 'oncall') return;
  callStaff(draft, 'deserted');
  armAcceptClocks(draft);
}

/** Who was called cannot be reached: the next one is, without waiting for the clock. */
export function pageUndelivered(draft: Draft, next: PageTarget): void {
  if (isUnclaimed(draft)) page(draft, next, 'undelivered');
}

/** Within five minutes of her last message, never in quiet mode, never claiming that somebody is called when nobody is. */
function sayLate(draft: Draft): void {
  const { talk, world } = draft;
  if (talk.lastPersonAt === null || world.now - talk.lastPersonAt > limits.waitingLineWindow) return;
  const key = isAnotherCalled(talk, world.cover) ? 'system:wait.late' : 'system:wait.late.nobody';
  const { screen } = talk;
  if (!say(draft, { bubbles: [text(own(talk, key))], why: 'waiting' })) return;
  remember(draft, { lastWaitingLineAt: world.now, screen });
}

/** Where the counsellor may not write (quiet, gone, not agreed to) she has begun when she watches; else when she wrote (§1). */
function silentHolder(draft: Draft): void {
  const { talk, world } = draft;
  const { state, wrote, holder } = talk.custody;
  if (state !== 'held' || wrote || holder === null) return;
  if (composerOf(talk, holder, world.now) !== 'open' && world.holderWatches) return;
  giveBack(draft, 'silent');
}

function giveBack(draft: Draft, why: 'silent'): void {
  const duties = custody(draft, { type: why, at: draft.world.now });
  note(draft, 'taken-back', true);
  audit(draft, 'returned', null, { why });
  carryOut(draft, duties, { pageWhy: 'returned' });
}

/** A typed code that the counsellor did not look at for 20 s counts as SOS (§3.0). */
function codeUnanswered(draft: Draft): void {
  const { state } = draft.talk.custody;
  if (state === 'ended') return;
  const at = draft.world.now;
  remember(draft, { assessment: withSignals(draft.talk.assessment, [sosSignal], at) });
  note(draft, 'code.unanswered', true);
  audit(draft, 'card-held', null);
  if (state === 'held') {
    sayCard(draft, [], { level: 'imminent', why: 'notice' });
    return;
  }
  // Given back meanwhile: nobody is left who could look at it.
  const duties = custody(draft, { type: 'sos', typed: false, at });
  carryOut(draft, duties, { signals: [sosSignal], cardAgain: true, pageWhy: 'sos', why: 'notice' });
}

/** SOS of the button rang at the holder for a minute, and she neither looked nor wrote: somebody else is called. */
function sosUnseen(draft: Draft): void {
  if (draft.talk.custody.state === 'held') giveBack(draft, 'silent');
}

/** New imminent words unanswered for 60 s: the card, the queue, the page (§3.4). In quiet mode only the staff side. */
function imminentUnanswered(draft: Draft): void {
  const { state } = draft.talk.custody;
  if (state === 'ended') return;
  const since = draft.world.now - limits.imminentCard;
  const signals = draft.talk.assessment.signals.filter(
    ({ level, at }) => level === 'imminent' && at >= since,
  );
  if (state !== 'held' && signals.length === 0) return;
  audit(draft, 'card-held', null);
  if (state === 'held') {
    sayCard(draft, signals, { level: 'imminent', why: 'notice' });
    return giveBack(draft, 'silent');
  }
  // Given back meanwhile, before anybody answered: the card that she has not seen.
  const duties = custody(draft, { type: 'danger', at: draft.world.now });
  carryOut(draft, duties, { signals, pageWhy: 'raised', why: 'notice' });
}

/** The holder's console has not been heard for too long: somebody else is called, and the person is told (§3.4). */
export function lineLost(draft: Draft, staff: string): void {
  const { custody: held } = draft.talk;
  if (held.state !== 'held' || held.holder !== staff) return;
  const duties = custody(draft, { type: 'line-lost', at: draft.world.now });
  note(draft, 'line-lost', true);
  audit(draft, 'returned', null, { why: 'line-lost' });
  carryOut(draft, duties, { pageWhy: 'returned' });
}
