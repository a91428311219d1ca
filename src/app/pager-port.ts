import type { PageTarget } from '../conversation/effect.ts';

/** One call of one member of staff by one way. Nothing in it says who needs help, or why. */
export interface PagerCall {
  /** The same in every repeat. */
  readonly id: string;
  /** Staff id: opaque, the gateway's own list says whose it is. */
  readonly staff: string;
  readonly target: PageTarget | 'drill';
  /** The words that may be shown: they say that something is urgent and nothing else. */
  readonly text: string;
  /** What she registered with this way; null for a way that needs nothing registered. */
  readonly address: string | null;
  /** Only for a way that asked for it (`wantsTelephone`), and only when she has one. */
  readonly telephone: string | null;
}

export type PagerOutcome =
  /** The way took it: it may still not have reached her, only an acknowledgement counts. */
  | { readonly status: 'sent' }
  /** She answered at once. */
  | { readonly status: 'acknowledged' }
  /** Not now. */
  | { readonly status: 'failed' }
  /** Never again: this address is dead and can be forgotten. */
  | { readonly status: 'gone' };

/** A way to reach staff outside an open console. Never throws: a failure is a value. */
export interface PagerWay {
  /** Short and lasting: rows name it. */
  readonly name: string;
  /** `anybody`: the gateway knows whom a staff id means. `registered`: only who registered an address with it. */
  readonly reaches: 'anybody' | 'registered';
  readonly wantsTelephone: boolean;
  readonly send: (call: PagerCall) => Promise<PagerOutcome>;
}

/** What `main` gives the application to page with. Absent: staff are reached in an open console only. */
export interface Pager {
  readonly ways: readonly PagerWay[];
  /** For browsers that want to subscribe; null without Web Push. */
  readonly pushKey: string | null;
}

/** What a way's own routes may tell the application. */
export interface PagerDoor {
  /** The call with this id was answered by her. `unknown`: there is no such call. */
  acknowledged(call: string): Promise<'done' | 'unknown'>;
  /**
   * Whoever registered this address answered: all that is open for her is acknowledged. How much that was; `unknown`
   * where nobody registered it.
   */
  answered(way: string, address: string): Promise<number | 'unknown'>;
  /** Her address with a way (`PagerWay.name`), sealed; the same address again changes nothing. */
  register(staff: string, way: string, address: string): Promise<void>;
  unregister(way: string, address: string): Promise<void>;
}
