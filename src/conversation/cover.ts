import { isAtLeast } from '../risk/level.ts';
import { urgency } from './queue-line.ts';
import type { Talk } from './talk.ts';
import type { Cover } from './world.ts';

/**
 * Who is there for this conversation: nobody is woken below `high`, so nobody on call is there for it (§1); an imminent
 * line is offered also to who rests.
 */
export function coverFor(talk: Talk, cover: Cover): Cover {
  const level = urgency(talk);
  if (cover.state === 'oncall' && !isAtLeast(level, 'high')) return { ...cover, state: 'nobody' };
  return cover.rests === true && isAtLeast(level, 'imminent') ? { ...cover, state: 'shift' } : cover;
}

/** Whether "somebody else is being called" is true of this conversation now. */
export const isAnotherCalled = (talk: Talk, cover: Cover): boolean =>
  coverFor(talk, cover).state !== 'nobody' && cover.others !== false;
