/** Who owns a conversation (safety-content §3.4). */
export const custodyStates = ['bot', 'waiting', 'held', 'lost', 'resting', 'ended'] as const;
export type CustodyState = (typeof custodyStates)[number];

/**
 * The custody machine's persisted state: JSON only.
 * `held` with a counsellor; `lost`: her line has been silent for 60 s.
 */
export interface CustodySnapshot {
  readonly state: CustodyState;
  /** Quiet mode overrides every cell of the table. */
  readonly quiet: boolean;
  /** Staff id of the counsellor who holds or held it; null unless held or lost. */
  readonly holder: string | null;
  /** Entered the queue at; kept when it goes back to the queue. Null when not queued. */
  readonly waitingSince: number | null;
  /** The holder has written since claiming. */
  readonly wrote: boolean;
  /** The composer of the holder is locked (quiet, left, erased) until unlocked by the person's `3` or a reason. */
  readonly locked: boolean;
  /** The person pressed leave (đã thoát) or erased (đã xóa). */
  readonly gone: 'no' | 'left' | 'erased';
}
