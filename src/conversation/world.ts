import type { FlowLibrary } from '../machine/flow-library.ts';
import type { Detector } from '../risk/detector.ts';

/**
 * Who is there at this second, and so which waiting line is true (safety-content §1, §4.2):
 * `shift` somebody on shift has room · `busy` all on shift are full · `oncall` somebody off screen is being called ·
 * `nobody` no one can be reached.
 */
export interface Cover {
  readonly state: 'shift' | 'busy' | 'oncall' | 'nobody';
  /** The hour at which somebody is on shift again ("7 giờ"); null when unknown. */
  readonly reopens: string | null;
}

/** What a turn may look at beside the conversation itself. All of it is given, so that a turn is a pure function. */
export interface World {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly cover: Cover;
  readonly flows: FlowLibrary;
  readonly detector: Detector;
  /** The holder's console has this conversation open on its screen. */
  readonly holderWatches: boolean;
  /** A new random id, for the tokens of timers. */
  readonly newId: () => string;
}
