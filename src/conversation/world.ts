import type { FlowLibrary } from '../machine/flow-library.ts';
import type { Detector } from '../risk/detector.ts';
import type { ChannelManner } from './channel.ts';
import type { Column } from './clocks.ts';
import type { ServiceBubble } from './outbound.ts';
import type { Wish } from './talk.ts';

/**
 * Who is there at this second, and so which waiting line is true (safety-content §1, §4.2):
 * `shift` somebody on shift has room · `busy` all on shift are full · `oncall` somebody off screen is being called ·
 * `nobody` no one can be reached.
 */
export interface Cover {
  readonly state: 'shift' | 'busy' | 'oncall' | 'nobody';
  /** The hour at which somebody is on shift again ("7 giờ"); null when unknown. */
  readonly reopens: string | null;
  /**
   * Whose clocks run (safety-content §1). On call also while their ways are known to fail (`nobody`): they are tried
   * all the same. Absent: as the state says.
   */
  readonly column?: Column;
  /** False by day, when somebody on call is not "on duty at night". */
  readonly night?: boolean;
  /** Full only because those with room have their quiet minutes: an imminent line ends those. */
  readonly rests?: boolean;
  /** False when nobody but the holder of this conversation is there to be called. */
  readonly others?: boolean;
}

export const columnOf = (cover: Cover): Column =>
  cover.column ?? (cover.state === 'oncall' ? 'oncall' : 'room');

/** The directory as a person may see it now; shelters and trusted addresses are never in it (safety-content §7). */
export interface Services {
  /** The province that written words mean, by its code; null when none or several fit. */
  readonly areaOf: (words: string) => string | null;
  /** Ids of the services that this person may be shown, best first; null when the directory cannot answer. */
  readonly find: (query: ServiceQuery) => readonly string[] | null;
  /** What stands on a service's card; null when it may not be shown. */
  readonly card: (id: string, usesViolence: boolean) => Omit<ServiceBubble, 'kind'> | null;
}

export interface ServiceQuery {
  /** Kinds of the register; none means any. */
  readonly kinds: readonly string[];
  /** Province code; null asks for what serves the whole country. */
  readonly area: string | null;
  readonly limit: number;
  /** Somebody who uses violence is shown hotlines only. */
  readonly usesViolence: boolean;
}

/** What a turn may look at beside the conversation itself. All of it is given, so that a turn is a pure function. */
export interface World {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly cover: Cover;
  readonly channel: ChannelManner;
  readonly flows: FlowLibrary;
  readonly detector: Detector;
  readonly services: Services;
  /** The holder's console has this conversation open on its screen. */
  readonly holderWatches: boolean;
  /** Whether somebody who fits this wish is on shift now. Absent: nobody is known to. */
  readonly canMeet?: (wish: Wish) => boolean;
  /** Whether a language model reads along (`OPINION_URL`): people are told. Absent: none does. */
  readonly readAlong?: boolean;
  /** A new random id, for the tokens of timers. */
  readonly newId: () => string;
}
