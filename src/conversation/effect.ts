import type { RiskLevel } from '../risk/level.ts';
import type { TriggerId } from '../risk/trigger.ts';
import type { Outbound } from './outbound.ts';
import type { TimerKind } from './turn-event.ts';

/**
 * Who a page is for: `room` whoever is on shift · `first`, `second`, `supervisor`, `head` as the roster names them now ·
 * `everybody` who takes conversations. Adapters reach them off screen.
 */
export type PageTarget = 'room' | 'first' | 'second' | 'supervisor' | 'head' | 'everybody';

/** Why somebody is paged. `deserted`: the last console on shift dropped. `undelivered`: who was called before cannot be reached. */
export type PageWhy = 'enqueued' | 'raised' | 'unclaimed' | 'returned' | 'sos' | 'deserted' | 'undelivered';

/** A line on the counsellor's side only; it can never reach the person. Key in the `console` catalogue. */
export interface StaffNote {
  readonly key: `note.${string}`;
  readonly params?: Readonly<Record<string, string>>;
  /** Rings at whoever holds the conversation until looked at. */
  readonly alarm: boolean;
  /** Rings softly at whoever holds the conversation: a colleague's word, not the person's. */
  readonly soft?: boolean;
}

/** The line in the queue, as the turn leaves it. */
export interface QueueEntryState {
  readonly level: RiskLevel;
  readonly triggers: readonly TriggerId[];
  readonly waitingSince: number;
  /** Returned by a counsellor's silence or hand: goes to the head of its level. */
  readonly returned: boolean;
  readonly quiet: boolean;
  readonly gone: 'no' | 'left' | 'erased';
  /** Asked for a person, said yes to contact, or SOS: a counsellor may write first (§4.1). */
  readonly mayWrite: boolean;
  /** The person used violence (§4.1): shown, blocks shelter referral. */
  readonly usesViolence: boolean;
  readonly child: boolean;
  readonly holder: string | null;
}

/** What a turn asks the outside to do. All of it commits together with the snapshot, or not at all. */
export type Effect =
  | { readonly type: 'send'; readonly message: Outbound; readonly holdMs?: number }
  | { readonly type: 'note'; readonly note: StaffNote }
  | { readonly type: 'queue'; readonly entry: QueueEntryState | null }
  | {
      readonly type: 'page';
      readonly target: PageTarget;
      readonly why: PageWhy;
    }
  | {
      readonly type: 'start-timer';
      readonly timer: TimerKind;
      readonly afterMs: number;
      readonly token: string;
    }
  | { readonly type: 'stop-timer'; readonly timer: TimerKind }
  | { readonly type: 'undo-message'; readonly messageId: string }
  | {
      readonly type: 'audit';
      readonly action: AuditAction;
      readonly by: string | null;
      readonly params: Readonly<Record<string, string>>;
    }
  /** Unsent program messages of this conversation must not go out any more (quiet, leave, claim). */
  | { readonly type: 'suppress'; readonly senders: readonly ('bot' | 'system' | 'counsellor')[] }
  /** Both sides' messages go from her phone, as far as the channel can; our words stay ("Chỉ xóa trên máy này"). */
  | { readonly type: 'clear-phone' }
  /** The page's token ends (leave). */
  | { readonly type: 'revoke-token' }
  /** The key goes first, then the words. `keepEntry`: the line stays in the queue as *đã xóa*. */
  | { readonly type: 'erase'; readonly keepEntry: boolean };

export const auditActions = [
  'claimed',
  'assigned',
  'released',
  'returned',
  'closed',
  'level-set',
  'unlocked',
  'erased',
  'sos',
  'raised',
  'card-held',
  'answered-outside',
  'media-opened',
  'shift-on',
  'shift-off',
  'staff-added',
  'signed-in',
  'centre-changed',
  'number-changed',
  'number-called',
  'roster',
  'exchange',
  'telephone',
  'drill',
  'contact-written',
  'going-live',
  'flow-published',
  'flow-recalled',
  'offered',
  'handed-over',
  'debriefed',
  'facts-changed',
] as const;
export type AuditAction = (typeof auditActions)[number];
