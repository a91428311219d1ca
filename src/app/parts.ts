import type { Catalogue } from '../locale/catalogue.ts';
import type { Detector } from '../risk/detector.ts';
import type { ChannelSender } from './channel-port.ts';
import type { StaffAccounts } from './desk-door.ts';
import type { LivingDirectory } from './living-directory.ts';
import type { Pager } from './pager-port.ts';
import type { Bus, Chance, ChannelKind, Clock, SecondOpinion, Store, Vault } from './ports.ts';
import type { LivingFlows } from './revisions-living.ts';

/** Everything the application is given. `main` builds it; tests build it from a stepping clock and real stores. */
export interface Parts {
  readonly store: Store;
  readonly vault: Vault;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly flows: LivingFlows;
  readonly detector: Detector;
  readonly catalogue: Catalogue;
  readonly directory: LivingDirectory;
  /** Values of `{police}`, `{centre}` … that may be shown at this time; unknown ones are absent. */
  readonly placeholders: (now: number) => Readonly<Record<string, string>>;
  /** The hour at which somebody is on shift again, when the centre's hours say so. */
  readonly reopens: (now: number) => string | null;
  readonly senders: Readonly<Partial<Record<ChannelKind, ChannelSender>>>;
  /** Absent unless a language model is configured. */
  readonly secondOpinion?: SecondOpinion;
  readonly accounts: StaffAccounts;
  /** Absent: staff are reached in an open console only, and people are told so. */
  readonly pager?: Pager;
  /** Faults for operators: a kind and a cause, never words or identities. */
  readonly report: (fault: string, cause?: unknown) => void;
}
