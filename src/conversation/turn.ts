import { undelivered } from './channel-turn.ts';
import { beginDraft } from './draft.ts';
import type { Effect } from './effect.ts';
import { settleOffer } from './handover.ts';
import { opinionTurn } from './opinion-turn.ts';
import { answeredOutside } from './outside.ts';
import { erase, personTurn } from './person-turn.ts';
import { settleQueue } from './queue-line.ts';
import { recalled } from './recall-turn.ts';
import type { StaffOutcome } from './staff-outcome.ts';
import { staffTurn } from './staff-turn.ts';
import type { Talk } from './talk.ts';
import { lineLost, pageUndelivered, roomLeft, timerTurn } from './timer-turn.ts';
import type { TurnEvent } from './turn-event.ts';
import type { World } from './world.ts';

export interface Turn {
  readonly after: Talk;
  readonly effects: readonly Effect[];
  /** What a staff action came to; `done` for every other event. */
  readonly outcome: StaffOutcome;
}

/**
 * One event and all that it causes. Pure: the same talk, event and world give the same turn.
 * Help never waits here: codes are answered before any flow is read, and a flow that cannot go on leads to a person.
 */
export function takeTurn(before: Talk, event: TurnEvent, world: World): Turn {
  const draft = beginDraft(before, world);
  const outcome = act(draft, event);
  settleOffer(draft);
  settleQueue(draft, before);
  return { after: draft.talk, effects: draft.effects, outcome };
}

function act(draft: ReturnType<typeof beginDraft>, event: TurnEvent): StaffOutcome {
  switch (event.type) {
    case 'person':
      personTurn(draft, event.inbound);
      return { status: 'done' };
    case 'staff':
      return staffTurn(draft, event.action, event.by);
    case 'timer':
      timerTurn(draft, event.timer);
      return { status: 'done' };
    case 'opinion':
      opinionTurn(draft, event.opinion, event.words);
      return { status: 'done' };
    case 'withdrawn':
      erase(draft);
      return { status: 'done' };
    case 'answered-outside':
      answeredOutside(draft, event.at);
      return { status: 'done' };
    case 'undelivered':
      undelivered(draft, event.why);
      return { status: 'done' };
    case 'recalled':
      recalled(draft, event.flow, event.structure);
      return { status: 'done' };
    case 'line-lost':
      lineLost(draft, event.staff);
      return { status: 'done' };
    case 'room-left':
      roomLeft(draft);
      return { status: 'done' };
    case 'page-undelivered':
      pageUndelivered(draft, event.next);
      return { status: 'done' };
  }
}
