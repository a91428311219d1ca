import type { PageRow } from './ports.ts';

/*
 * What became of a page: one row for each way tried for one member of staff, and one for each "I have it". `page` is
 * the id of a `PageRow`, or of a trial of the bell. Times are ms since 1970. Nothing in these rows says whom it is about.
 */

/** One way tried for one member of staff. */
export interface PageDeliveryRow {
  readonly id: string;
  readonly page: string;
  readonly staff: string;
  /** The way's name (`PagerWay.name`). */
  readonly way: string;
  /** Which of her addresses with this way; empty where the way needs none. */
  readonly address: string;
  readonly at: number;
  /** Repeated until then: within the clock that called. */
  readonly until: number;
}

/** `waiting` still to be tried (again) · `sent` the way took it · `failed` given up · `dropped` not needed any more. */
export type PageDeliveryState = 'waiting' | 'sent' | 'failed' | 'dropped';

export type PageDelivery = PageDeliveryRow & {
  readonly state: PageDeliveryState;
  /** Failed attempts so far. */
  readonly attempts: number;
  readonly retryAt: number;
  readonly settledAt: number | null;
};

/** A member of staff has it: the first word of hers counts. */
export interface PageAcknowledgement {
  readonly page: string;
  readonly staff: string;
  /** `desk` pressed in the console, `push` came in by the notification's click, or the way that answered. */
  readonly way: string;
  readonly at: number;
}

/** The part of the store that the pager writes and reads. */
export interface PageStore {
  /** Writes deliveries that belong to no turn (a trial of the bell). Those of a turn go with its commit. */
  addDeliveries(rows: readonly PageDeliveryRow[]): Promise<void>;
  /** Counts a failed attempt and says when it is tried again. Only a waiting one changes. */
  retryDelivery(id: string, retryAt: number): Promise<void>;
  /** Ends a waiting delivery. `failed` counts as one more attempt. */
  settleDelivery(id: string, state: 'sent' | 'failed' | 'dropped', at: number): Promise<void>;
  /** Waiting ones whose time has come, oldest first. */
  deliveriesDue(now: number, limit: number): Promise<readonly PageDelivery[]>;
  delivery(id: string): Promise<PageDelivery | null>;
  deliveriesOf(page: string): Promise<readonly PageDelivery[]>;
  /** The newest ones, newest first: what is known of the ways. */
  newestDeliveries(limit: number): Promise<readonly PageDelivery[]>;
  /** All pages of a conversation, acknowledged by a claim or not. */
  pagesOf(
    conversation: string,
  ): Promise<
    readonly (PageRow & { readonly acknowledgedBy: string | null; readonly acknowledgedAt: number | null })[]
  >;
  /** Of open pages to one member of staff: what she may acknowledge. */
  deliveriesTo(staff: string, since: number): Promise<readonly PageDelivery[]>;
  /** A repeat changes nothing. */
  acknowledgePage(row: PageAcknowledgement): Promise<void>;
  acknowledgementsOf(page: string): Promise<readonly PageAcknowledgement[]>;
}
