import { freshCustody } from '../machine/custody.ts';
import type { CustodySnapshot } from '../machine/custody-types.ts';
import type { FlowSnapshot } from '../machine/flow-types.ts';
import { type Assessment, noAssessment } from '../risk/assessment.ts';
import type { Speaker } from '../risk/signal.ts';
import type { TriggerId } from '../risk/trigger.ts';
import type { Choice } from './outbound.ts';
import type { StaffRef } from './turn-event.ts';

/** May a counsellor write later without being written to? (`ask.contact`, safety-content §4.1) */
export type ContactWish = 'unasked' | 'asked' | 'yes' | 'no';

/** Whom she would like to talk to. */
export interface Wish {
  readonly gender: 'woman' | 'man' | null;
  /** Nobody from her own commune, whose name she gave or did not give. */
  readonly apart: boolean;
  readonly commune: string | null;
}

/** A hand-over on its way: from, to, what the colleague should know, when. */
export interface Offer {
  readonly by: StaffRef;
  readonly to: StaffRef;
  readonly note: string;
  readonly at: number;
}

/** A later message of a counsellor: at what time of day, and what it says on her screen (null: the dull usual line). */
export interface SafeContact {
  readonly time: 'morning' | 'afternoon' | 'evening' | 'any';
  readonly words: string | null;
}

/**
 * Everything a conversation remembers between turns: JSON only, sealed as the snapshot.
 * Times are milliseconds since 1970.
 */
export interface Talk {
  readonly version: 1;
  readonly custody: CustodySnapshot;
  readonly assessment: Assessment;
  readonly speaker: Speaker;
  /** Under 18 was said or chosen: *em*, and the child texts (§4.1). */
  readonly child: boolean;
  readonly flow: FlowSnapshot | null;
  /** Further danger questions are wanted while she waits ("Trả lời thêm"). */
  readonly asking: boolean;
  readonly contact: ContactWish;
  /** Asked for a person with `0`, the button or a flow's hand-off: a counsellor may write first. */
  readonly wantsPerson: boolean;
  /** Triggers whose card or advice was already shown: each once per new trigger (§3.4). */
  readonly shown: readonly TriggerId[];
  /** Choices of the newest screen: a typed digit answers it (§3.0). */
  readonly screen: readonly Pick<Choice, 'digit' | 'value'>[];
  /** Skips in a row, and questions answered positively so far (§1 rule 3). */
  readonly skips: number;
  readonly positives: number;
  /** Failed understandings in a row (§1 rule 6). */
  readonly misunderstood: number;
  /** The danger question (screen 2) was answered (§1.1 H22). */
  readonly dangerAnswered: boolean;
  /** Voice notes and unreadable messages since a person last looked (§1.1 A12). */
  readonly unassessed: number;
  readonly lastPersonAt: number | null;
  readonly lastWaitingLineAt: number | null;
  readonly lastReceiptAt: number | null;
  /** When the holder wrote since she claimed, what was taken back not counted; the newest few. */
  readonly writtenAt: readonly number[];
  /** What her app and her phone keep was said (promise 4). */
  readonly privacyTold: boolean;
  /** Somebody answers her past Hiên, in the vendor's own console: until then the program holds back. */
  readonly outsideUntil: number | null;
  /** The line in the queue stands because of that alone. */
  readonly outsideLine: boolean;
  /** When the holder took it; null before anybody did. */
  readonly claimedAt: number | null;
  /** The holder offers it to a colleague, who has not answered yet. */
  readonly offer: Offer | null;
  /** Staff ids: they may know this person, and are not offered the talk again. */
  readonly notFor: readonly string[];
  /** She took back what she had said, after high or imminent: somebody else may hold the phone (§3.4). */
  readonly retractedAt: number | null;
  /** Null: none, or anybody will do. */
  readonly wish: Wish | null;
  /** When and in which words she may be written to; null where she did not say. */
  readonly safe: SafeContact | null;
  /** Her next words may be the line that she wants to read later. */
  readonly askingWords: boolean;
  /** The button to say so was offered. */
  readonly wishAsked: boolean;
  /** Her next words may be the name of her commune. */
  readonly askingCommune: boolean;
  /** Her last words, a few lines at most: a sentence sent in pieces is judged as a whole. */
  readonly heard: string;
}

/** A conversation before its first message. */
export const freshTalk: Talk = {
  version: 1,
  custody: freshCustody,
  assessment: noAssessment,
  speaker: 'self',
  child: false,
  flow: null,
  asking: false,
  contact: 'unasked',
  wantsPerson: false,
  shown: [],
  screen: [],
  skips: 0,
  positives: 0,
  misunderstood: 0,
  dangerAnswered: false,
  unassessed: 0,
  lastPersonAt: null,
  lastWaitingLineAt: null,
  lastReceiptAt: null,
  writtenAt: [],
  privacyTold: false,
  outsideUntil: null,
  outsideLine: false,
  claimedAt: null,
  offer: null,
  notFor: [],
  retractedAt: null,
  wish: null,
  safe: null,
  askingWords: false,
  wishAsked: false,
  askingCommune: false,
  heard: '',
};
