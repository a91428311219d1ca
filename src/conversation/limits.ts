const second = 1000;
const minute = 60 * second;

/** Times of a conversation in milliseconds (safety-content §1, §3.0, §3.4, §4.1), for the clinical lead to sign. */
export const limits = {
  /** Times that a language model may raise one conversation, so that pasted text cannot flood staff (language §8.1). */
  opinionRaises: 2,
  /** After this long without a message the next reply is the first screen (§3.4). */
  idle: 10 * minute,
  /** Waiting lines go out at most this long after her last message (§4.1 b), and a little grace for the timer. */
  waitingLineWindow: 5 * minute + 10 * second,
  /** `0` while waiting repeats the line at most this often (§3.4). */
  waitingLineEvery: 5 * minute,
  receiptEvery: 30 * second,
  /** A typed code while a counsellor holds the talk: card without a click (§3.0). */
  codeCard: 20 * second,
  /** New imminent words that the counsellor leaves unanswered (promise 5). */
  imminentCard: 60 * second,
  /** An answer past Hiên keeps the program silent for so long at most; never SOS and the emergency card. */
  outside: 30 * minute,
  /** A colleague answers the offer of a hand-over within so long, or it stays with the first. */
  offer: minute,
  /** SOS of the button rings at the holder for so long before somebody else is called (§3.4, as imminent words). */
  sosUnseen: minute,
  /** A counsellor can take a message back for so long. */
  undo: 3 * second,
  writtenKept: 20,
  skipsInARow: 3,
  misunderstoodInARow: 2,
  /** Signals kept in the snapshot; the gravest and newest stay. */
  signals: 200,
} as const;

/** A counsellor may write first only so long after the person's last message, unless she asked (§4.1). */
export const freshEnoughToWriteMs = 5 * minute;
