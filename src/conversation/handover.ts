import { audit, custody, type Draft, note, remember, startTimer, stopTimers } from './draft.ts';
import { limits } from './limits.ts';
import { done, holds, refused, type StaffOutcome } from './staff-outcome.ts';
import type { StaffAction, StaffRef } from './turn-event.ts';

/*
 * A talk goes from hand to hand: offered to a named colleague, who accepts within a minute or it stays where it is.
 * Warm: custody stays held all the time, the program says nothing, and nobody greets a second time. The person hears of
 * it only from her counsellor's own words (`human.handover`, safety-content §4.3).
 */

/** Offers a held talk to a colleague with a note; a newer offer takes the place of an older one. */
export function offer(
  draft: Draft,
  { to, note: words }: Extract<StaffAction, { do: 'offer' }>,
  by: StaffRef,
): StaffOutcome {
  if (!holds(draft.talk, by) || to.id === by.id) return refused('not-yours');
  if (draft.talk.notFor.includes(to.id)) return refused('acquainted');
  remember(draft, { offer: { by, to, note: words, at: draft.world.now } });
  startTimer(draft, 'offer', limits.offer);
  note(draft, 'offered', false, { name: by.name, to: to.name, note: words });
  audit(draft, 'offered', by.id, { to: to.id });
  return done;
}

/** The colleague takes it: from here on she is the one voice. Messages already sent by the first still go out. */
export function acceptOffer(draft: Draft, by: StaffRef): StaffOutcome {
  const { offer: open } = draft.talk;
  if (open === null || open.to.id !== by.id) return refused('no-offer');
  custody(draft, { type: 'hand', staff: by.id });
  endOffer(draft);
  note(draft, 'handed', false, { name: by.name, from: open.by.name });
  audit(draft, 'handed-over', open.by.id, { to: by.id });
  return done;
}

/** Declined by the colleague, or withdrawn by the holder: it stays with the holder. */
export function refuseOffer(draft: Draft, by: StaffRef): StaffOutcome {
  const { offer: open } = draft.talk;
  if (open === null || (open.to.id !== by.id && open.by.id !== by.id)) return refused('no-offer');
  endOffer(draft);
  const isDeclined = open.to.id === by.id;
  note(draft, isDeclined ? 'offer.declined' : 'offer.withdrawn', isDeclined ? 'soft' : false, {
    name: by.name,
  });
  return done;
}

/** Nobody answered within the minute: it stays with the holder, and she is told. */
export function offerLapsed(draft: Draft): void {
  const { offer: open } = draft.talk;
  if (open === null) return;
  endOffer(draft);
  note(draft, 'offer.lapsed', 'soft', { name: open.to.name });
}

/** An offer ends with the hold of the one who made it. Runs once, at the end of every turn. */
export function settleOffer(draft: Draft): void {
  const { offer: open, custody: owner } = draft.talk;
  if (open !== null && (owner.state !== 'held' || owner.holder !== open.by.id)) endOffer(draft);
}

function endOffer(draft: Draft): void {
  remember(draft, { offer: null });
  stopTimers(draft, 'offer');
}
