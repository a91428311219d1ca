/** Who owns a conversation (safety-content §3.4). `lost`: the holder's line has been silent; somebody else is called. */
export const custodyStates = ['bot', 'waiting', 'held', 'lost', 'resting', 'ended'] as const;
export type CustodyState = (typeof custodyStates)[number];

/** Whether the person left (đã thoát) or erased (đã xóa). */
export type Gone = 'no' | 'left' | 'erased';

/** The custody machine's persisted state: JSON only. */
export interface CustodySnapshot {
  readonly state: CustodyState;
  /** Quiet mode overrides every cell of the table. */
  readonly quiet: boolean;
  /** Staff id of the counsellor who holds it, or held it last while `lost`. */
  readonly holder: string | null;
  /** A line stands in the queue since then; it keeps its time when it is given back. */
  readonly waitingSince: number | null;
  /** Given back by a counsellor's silence or hand: at the head of the queue. */
  readonly returned: boolean;
  /** The holder has written since claiming. */
  readonly wrote: boolean;
  /** The holder unlocked the composer in quiet mode with a reason. */
  readonly unlocked: boolean;
  readonly gone: Gone;
}

/** What happens to custody. Codes and buttons arrive here before any flow is read. */
export type CustodyEvent =
  | { readonly type: 'sos'; readonly typed: boolean; readonly at: number }
  /** New imminent evidence from words, taps or media. */
  | { readonly type: 'danger'; readonly at: number }
  /** New high evidence. */
  | { readonly type: 'raised'; readonly at: number }
  /** Somebody answers past Hiên: a line in the queue, while the program holds back. */
  | { readonly type: 'outside'; readonly at: number }
  /** That is over, and nothing else keeps the line in the queue. */
  | { readonly type: 'inside' }
  /** High by a model's opinion alone: a line in the queue, while the program keeps the talk. */
  | { readonly type: 'doubted'; readonly at: number }
  | { readonly type: 'quiet'; readonly typed: boolean; readonly at: number }
  | { readonly type: 'speak' }
  | { readonly type: 'person'; readonly typed: boolean; readonly at: number }
  | { readonly type: 'leave'; readonly typed: boolean; readonly at: number }
  /** `keep`: the entry was high or imminent and stays without words. */
  | { readonly type: 'erase'; readonly keep: boolean }
  /** She writes or presses anything but leave: whoever had left is here again. */
  | { readonly type: 'back' }
  /** Any other message of the person. */
  | { readonly type: 'message' }
  | { readonly type: 'claim'; readonly staff: string; readonly at: number }
  /** From the holder to a colleague who accepted: held all the time. */
  | { readonly type: 'hand'; readonly staff: string }
  | { readonly type: 'wrote' }
  /** She took back the only message she had written. */
  | { readonly type: 'unwrote' }
  | { readonly type: 'unlock' }
  | { readonly type: 'release' }
  | { readonly type: 'return'; readonly at: number }
  | { readonly type: 'close' }
  /** The holder did not write in time, or left new imminent words unanswered. */
  | { readonly type: 'silent'; readonly at: number }
  | { readonly type: 'line-lost'; readonly at: number }
  | { readonly type: 'rest' };

/**
 * What a custody transition obliges the turn to do, in order. The turn turns duties into texts and effects;
 * in quiet mode it says only the fixed quiet texts, whatever the duty.
 */
export type Duty =
  /** The emergency card, as a direct answer. */
  | 'card'
  /** The safety step of a high trigger. */
  | 'advice'
  | 'page'
  | 'waiting-line'
  | 'quiet-ack'
  /** SOS rings at the holder. */
  | 'alarm'
  /** New high evidence rings at the holder. */
  | 'alarm-raised'
  /** "Có thể là mã gấp": the card after 20 s without a click. */
  | 'code-bar'
  /** New imminent words at the holder: the card after 60 s without an answer. */
  | 'imminent-bar'
  | 'hint-quiet'
  | 'hint-person'
  | 'hint-leave'
  | 'note-left'
  | 'note-erased'
  | 'tell-lost'
  | 'tell-late'
  | 'tell-back'
  | 'first-screen'
  /** What the program said and has not gone out must not go any more; cards do (promise 5). */
  | 'suppress-program'
  /** The same, and the counsellor's words with it. */
  | 'suppress-words'
  /** Nothing at all may go out any more, not even the counsellor's held message. */
  | 'suppress-all'
  | 'revoke';

export type CustodyResult =
  | { readonly status: 'moved'; readonly custody: CustodySnapshot; readonly duties: readonly Duty[] }
  /** The table has no such move in this state: nothing changes. */
  | { readonly status: 'ignored'; readonly custody: CustodySnapshot; readonly duties: readonly Duty[] };
