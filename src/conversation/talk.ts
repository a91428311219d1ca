import type { FlowSnapshot } from '../machine/flow-types.ts';
import type { CustodySnapshot } from '../machine/custody-types.ts';
import type { Assessment } from '../risk/assessment.ts';
import type { Speaker } from '../risk/signal.ts';
import type { TriggerId } from '../risk/trigger.ts';

/** May a counsellor write later without being written to? (`ask.contact`, safety-content §4.1) */
export type ContactWish = 'unasked' | 'asked' | 'yes' | 'no';

/**
 * Everything a conversation remembers between turns: JSON only, sealed as the snapshot.
 * Times are milliseconds since 1970.
 */
export interface Talk {
  readonly version: 1;
  readonly custody: CustodySnapshot;
  readonly assessment: Assessment;
  readonly speaker: Speaker;
  readonly flow: FlowSnapshot | null;
  readonly contact: ContactWish;
  /** Triggers whose card or advice was already shown: each is shown once per new trigger (§3.4). */
  readonly shown: readonly TriggerId[];
  readonly skips: number;
  readonly misunderstood: number;
  /** Set while the erase question is open. */
  readonly eraseAsked: boolean;
  /** The first note (program, who reads, how long kept) was given. */
  readonly greeted: boolean;
  readonly lastPersonAt: number | null;
  readonly lastWaitingLineAt: number | null;
  /** The child's age band or choice "dưới 18" was given: *em*, and the child texts (§4.1). */
  readonly child: boolean;
  /** Imminent words that the counsellor has not answered yet (card after 60 s). */
  readonly unansweredImminent: { readonly trigger: TriggerId; readonly at: number } | null;
  /** A typed code while a counsellor holds the talk: card after 20 s without her click. */
  readonly typedCode: { readonly at: number } | null;
}
