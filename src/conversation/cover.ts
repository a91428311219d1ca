import { isAtLeast } from '../risk/level.ts';
import { urgency } from './queue-line.ts';
import type { Talk } from './talk.ts';
import type { Cover } from './world.ts';

/** Who is there for this conversation: nobody is woken below `high`, so nobody on call is there for it (§1). */
export const coverFor = (talk: Talk, cover: Cover): Cover =>
  cover.state === 'oncall' && !isAtLeast(urgency(talk), 'high') ? { ...cover, state: 'nobody' } : cover;

/** Whether "somebody else is being called" is true of this conversation now. */
export const isAnotherCalled = (talk: Talk, cover: Cover): boolean =>
  coverFor(talk, cover).state !== 'nobody' && cover.others !== false;
