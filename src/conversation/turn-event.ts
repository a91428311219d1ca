import type { RiskLevel } from '../risk/level.ts';
import type { Inbound } from './inbound.ts';

/** A member of staff as a turn sees one: an id and the name that reasons are kept under. */
export interface StaffRef {
  readonly id: string;
  readonly name: string;
}

/** Durable clocks of a conversation. Each is a timer row and comes back as an event. */
export const timerKinds = [
  'accept.60',
  'accept.120',
  'accept.180', // imminent, staffed room (safety-content §1)
  'accept.210',
  'accept.300', // high
  'accept.900', // medium
  'first-message', // claimed, nothing written: 60 s imminent, 3 min high
  'console-lost', // holder's console silent for 60 s (imminent, high) or 5 min
  'code-card', // typed code while held: card after 20 s
  'imminent-card', // imminent words while held, unanswered: card after 60 s
  'flow-silence',
  'rest', // waiting lines stop, then the bot's turn with nothing pending
  'retention',
] as const;
export type TimerKind = (typeof timerKinds)[number];

/** What a member of staff asks of a conversation. `release` gives back to the bot, `return` to the queue's head. */
export type StaffAction =
  | { readonly do: 'claim' }
  | { readonly do: 'assign'; readonly to: StaffRef }
  | { readonly do: 'write'; readonly text: string; readonly clientId: string }
  | { readonly do: 'undo'; readonly messageId: string }
  | { readonly do: 'level'; readonly level: RiskLevel; readonly reason: string }
  | { readonly do: 'unlock'; readonly reason: string }
  | { readonly do: 'release'; readonly note: string }
  | { readonly do: 'return'; readonly note: string }
  | { readonly do: 'close'; readonly note: string }
  | { readonly do: 'code'; readonly answer: 'card' | 'answer' }
  | { readonly do: 'erase'; readonly reason: string };

/** Anything that happens to a conversation. All of it goes through its lane, one at a time. */
export type TurnEvent =
  | { readonly type: 'person'; readonly inbound: Inbound; readonly inboundId: string }
  | { readonly type: 'staff'; readonly action: StaffAction; readonly by: StaffRef }
  | { readonly type: 'timer'; readonly timer: TimerKind; readonly token: string }
  /** The holder's console went silent or came back; raised by presence. */
  | { readonly type: 'console'; readonly line: 'lost' | 'back'; readonly staff: string }
  /** The first counsellor came on shift or the last one went; waiting lines change. */
  | { readonly type: 'retention' };
