import type { RiskLevel } from '../risk/level.ts';
import type { Opinion } from '../risk/second-opinion.ts';
import type { PageTarget } from './effect.ts';
import type { Inbound } from './inbound.ts';

/** A member of staff as a turn sees one: an id and the name that reasons are kept under. */
export interface StaffRef {
  readonly id: string;
  readonly name: string;
}

/**
 * Durable clocks of a conversation. Each is a timer row and comes back as an event.
 * `accept.*` seconds since the line appeared, unclaimed (safety-content §1) · `first-message` claimed, nothing written ·
 * `code-card` typed code while held, 20 s · `imminent-card` imminent words while held, 60 s ·
 * `flow-silence` a question unanswered · `rest` ten minutes without a message ·
 * `outside` an answer past Hiên held the program back · `offer` a hand-over unanswered ·
 * `sos-unseen` SOS of the button rings at the holder.
 */
export const timerKinds = [
  'accept.60',
  'accept.120',
  'accept.180',
  'accept.210',
  'accept.300',
  'accept.360',
  'accept.600',
  'accept.900',
  'first-message',
  'code-card',
  'imminent-card',
  'flow-silence',
  'rest',
  'outside',
  'offer',
  'sos-unseen',
] as const;
export type TimerKind = (typeof timerKinds)[number];

/** What a member of staff asks of a conversation. `release` gives back to the program, `return` to the queue's head. */
export type StaffAction =
  | { readonly do: 'claim' }
  | { readonly do: 'assign'; readonly to: StaffRef }
  | { readonly do: 'write'; readonly text: string; readonly clientId: string }
  | { readonly do: 'undo'; readonly messageId: string }
  | { readonly do: 'level'; readonly level: RiskLevel; readonly reason: string }
  | { readonly do: 'unlock'; readonly reason: string }
  | { readonly do: 'release'; readonly note: string }
  /** `known`: she may know the person; the talk is not offered to her again, and no reason is kept. */
  | { readonly do: 'return'; readonly note: string; readonly known?: boolean }
  | { readonly do: 'offer'; readonly to: StaffRef; readonly note: string }
  | { readonly do: 'offer.accept' }
  /** Declined by the colleague, or withdrawn by the holder. */
  | { readonly do: 'offer.refuse' }
  /** Words between staff: notes, never messages. */
  | { readonly do: 'whisper'; readonly text: string }
  | { readonly do: 'jot'; readonly text: string }
  /** The holder has seen what rang. */
  | { readonly do: 'seen' }
  | { readonly do: 'close'; readonly note: string }
  | { readonly do: 'code'; readonly answer: 'card' | 'answer' }
  | { readonly do: 'erase'; readonly reason: string };

/** Anything that happens to a conversation. All of it goes through its lane, one at a time. */
export type TurnEvent =
  | { readonly type: 'person'; readonly inbound: Inbound }
  | { readonly type: 'staff'; readonly action: StaffAction; readonly by: StaffRef }
  | { readonly type: 'timer'; readonly timer: TimerKind }
  /** She blocked, unfollowed, or withdrew her consent at the vendor: the same as deleting (safety-content §4.1). */
  | { readonly type: 'withdrawn' }
  /** Somebody answered her in the vendor's own console, past Hiên. */
  | { readonly type: 'answered-outside'; readonly at: number }
  /** A message of ours never arrived, or (`reworded`) only its neutral twin did. */
  | {
      readonly type: 'undelivered';
      readonly why: 'windowClosed' | 'unreachable' | 'rejected' | 'misconfigured' | 'reworded';
    }
  /** What a language model said of words that she wrote a moment ago (language §8). */
  | { readonly type: 'opinion'; readonly opinion: Opinion; readonly words: string }
  /** The structure of a flow was recalled as unsafe (flow.md §2.5): nobody stays on it. */
  | { readonly type: 'recalled'; readonly flow: string; readonly structure: string }
  /** The holder's console has not been heard for too long; raised by presence. */
  | { readonly type: 'line-lost'; readonly staff: string }
  /** The last console on shift dropped while this waits (safety-content §1 rule 7); raised by presence. */
  | { readonly type: 'room-left' }
  /** Every way to reach a page's target failed: `next` is called at once; raised by the pager. */
  | { readonly type: 'page-undelivered'; readonly next: PageTarget };
