import * as z from 'zod/mini';
import { riskLevels } from '../risk/level.ts';

/*
 * What the staff console and the server say to each other.
 * Reading: one WebSocket `/console/live` (session cookie; own origin only). The server sends `DeskFrame` whenever the
 * desk changed and `TalkFrame` for the conversation that this console watches; the console sends `ConsoleFrame`.
 * Writing: `POST /console/api/<command>` with a JSON body of `commands[command]`, answered by `CommandReply`.
 * Times are milliseconds since 1970. Conversations are named by `conversation` (opaque id) and shown by pseudonym.
 */

const level = z.enum(riskLevels);
const words = (longest: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(longest));
const conversation = z.string().check(z.minLength(1), z.maxLength(64));

/** Longest message of a counsellor, and longest reason or note, in UTF-16 code units. */
export const longestMessage = 4000;
export const longestReason = 1000;

/** The body of each command. The server checks the same schemas. */
export const commands = {
  /** On shift: only with a sound test that the counsellor confirmed as heard. */
  'shift/on': z.object({ soundHeard: z.literal(true) }),
  'shift/off': z.object({}),
  /** Takes the head of the queue: no picking. */
  'claim-next': z.object({}),
  /** Supervisors only: takes a line of her choice. */
  claim: z.object({ conversation }),
  /** Supervisors only: gives an entry to a colleague. */
  assign: z.object({ conversation, staff: z.string() }),
  /** `clientId` recognises a repeat; the message is held `undoMs` before it goes out. */
  write: z.object({
    conversation,
    text: words(longestMessage),
    clientId: z.string().check(z.minLength(8), z.maxLength(64)),
  }),
  undo: z.object({ conversation, message: z.string() }),
  level: z.object({ conversation, level, reason: words(longestReason) }),
  /** Unlocks the composer in quiet mode; the reason is kept. */
  unlock: z.object({ conversation, reason: words(longestReason) }),
  /** Gives back to the program, with a note for colleagues. */
  release: z.object({ conversation, note: words(longestReason) }),
  /** Gives back to the head of the queue ("Trả lại"). `known`: she may know the person, and is not offered it again. */
  return: z.object({
    conversation,
    note: z.string().check(z.maxLength(longestReason)),
    known: z.optional(z.boolean()),
  }),
  /** Offers a held talk to a colleague on shift, who accepts within a minute or it stays. */
  offer: z.object({ conversation, staff: z.string(), note: z.string().check(z.maxLength(longestReason)) }),
  'offer/accept': z.object({ conversation }),
  /** Declined by the colleague, or withdrawn by the holder. */
  'offer/refuse': z.object({ conversation }),
  /** Supervisors: a word into the holder's view, and anybody who works on a talk: a note. Neither can reach the person. */
  whisper: z.object({ conversation, text: words(longestReason) }),
  jot: z.object({ conversation, text: words(longestReason) }),
  /** Ends the quiet minutes after an imminent talk. */
  'rest/end': z.object({}),
  /** Supervisors: an imminent talk was talked over with the counsellor who held it. */
  'debrief/done': z.object({ id: z.string().check(z.minLength(1), z.maxLength(96)) }),
  /** Only with its contact record written (`contacts/save`). */
  close: z.object({ conversation, note: z.string().check(z.maxLength(longestReason)) }),
  /** Answers "Có thể là mã gấp": show the card, or it was only an answer. */
  code: z.object({ conversation, answer: z.enum(['card', 'answer']) }),
  'alarm/seen': z.object({ conversation }),
} as const;
export type CommandName = keyof typeof commands;
export type CommandBody<Name extends CommandName> = z.infer<(typeof commands)[Name]>;

/** Shortest and longest password, in UTF-16 code units (NIST SP 800-63B: length, never composition rules). */
export const shortestPassword = 12;
export const longestPassword = 128;
/** Shortest and longest name of a member of staff, in Unicode characters. */
export const shortestName = 2;
export const longestName = 64;

const secret = z.string().check(z.minLength(1), z.maxLength(256));
const typed = z.string().check(z.minLength(1), z.maxLength(1024));

/**
 * The bodies of `POST /console/api/<request>` that need no session. `sign-in` and `invitation/accept` answer `SignedIn`
 * and set the cookie; `invitation/view` answers `InvitationReply`. `POST /console/api/sign-out` needs no body and answers
 * `{status:'done'}`; `GET /console/api/me` answers `SignedIn`. The link shown to people is `/console/#/invite/<secret>`: a fragment
 * reaches no server and no log.
 */
export const accountRequests = {
  'sign-in': z.object({ name: typed, password: typed }),
  'invitation/view': z.object({ secret }),
  /** `name` may be left out where the invitation carries one. */
  'invitation/accept': z.object({ secret, name: z.optional(typed), password: typed }),
} as const;

/** Who is signed in. */
export type SignedIn = Pick<Me, 'id' | 'name' | 'role'>;
export type InvitationReply =
  | { readonly status: 'open'; readonly name: string; readonly role: string }
  | { readonly status: 'void' };

/** What can be wrong with a request as such: `message` is the key `error.<code>` of the console catalogue. */
export const apiErrors = [
  'invalid',
  'too-large',
  'wrong-type',
  'foreign-origin',
  'not-signed-in',
  'wrong-sign-in',
  'too-many-tries',
  'name-invalid',
  'name-taken',
  'password-weak',
  'invitation-void',
  'not-found',
  'unavailable',
] as const;
export type ApiErrorCode = (typeof apiErrors)[number];
export interface ApiError {
  readonly error: { readonly code: ApiErrorCode; readonly message: `error.${ApiErrorCode}` };
}

/** Why the server closed the live socket. After `signedOut` the console shows the sign-in; after any other it connects again. */
export const lineClosed = { signedOut: 4401, changed: 4409, failed: 1011 } as const;

/** Why a command was refused: explained by `refused.<why>` in the console catalogue. */
export const refusals = [
  'nothing-waiting',
  'full',
  'off-shift',
  'not-yours',
  'locked',
  'gone',
  'not-allowed',
  'late',
  'invalid',
  'unwritable',
  'quiet',
  'may-not-write',
  'needs-record',
  /** Talks are open: she goes off shift when each was handed over, released, given back or closed. */
  'holding',
  'acquainted',
  'no-offer',
  /** Her five quiet minutes after an imminent talk. */
  'resting',
  /** What waits is kept for a colleague whom the person asked for, for a while. */
  'kept-for-wish',
] as const;
export type CommandReply =
  | {
      readonly status: 'done';
      readonly conversation?: string;
      readonly message?: string;
      readonly undoMs?: number;
    }
  | { readonly status: 'refused'; readonly why: (typeof refusals)[number] };

/** Console → server. `beat` at least every 5 s: it is what "on shift" rests on (heard in the last 30 s). */
export const consoleFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('beat'), soundAllowed: z.boolean(), visible: z.boolean() }),
  z.object({ type: z.literal('watch'), conversation: z.nullable(conversation) }),
]);
export type ConsoleFrame = z.infer<typeof consoleFrame>;

export interface Reason {
  readonly code: string;
  readonly at: number;
  readonly quote: string | null;
  readonly source: string;
  /** False when a later decision of a named person set the level: stays visible, no longer counts. */
  readonly counts: boolean;
  /** A rule rang and the classifier doubted it: it was asked about instead. */
  readonly doubted?: true;
}

/** One line of the queue or of "mine". Nothing of the person's words. */
export interface QueueLine {
  readonly conversation: string;
  readonly pseudonym: string;
  /** 0–11: one of the catalogue's colours, against answering the wrong person. */
  readonly colour: number;
  readonly level: (typeof riskLevels)[number];
  readonly triggers: readonly string[];
  readonly waitingSince: number;
  /** When the person last wrote: the console marks a talk as unread by it. Absent when not known. */
  readonly lastPersonAt?: number | null;
  readonly returned: boolean;
  readonly quiet: boolean;
  readonly gone: 'no' | 'left' | 'erased';
  readonly mayWrite: boolean;
  readonly usesViolence: boolean;
  readonly child: boolean;
  readonly channel: string;
  readonly holder: { readonly id: string; readonly name: string } | null;
  /** Something rings for the holder: new imminent words, SOS, possible code. */
  readonly alarm: boolean;
  /** Somebody answers her in the vendor's own console; the program holds back until then. Absent: nobody does. */
  readonly outsideUntil?: number;
  /** A colleague's word has not been looked at: rings softly at the holder. */
  readonly soft?: boolean;
  /** When it goes on by itself: the next escalation of what waits, or back to the queue of what is held. Null: never. */
  readonly nextClockAt?: number | null;
  /** The hand-over that the holder has offered. */
  readonly offer?: HandOver | null;
  /** Whom the person would like to talk to; absent when anybody will do. */
  readonly wish?: WishShown;
  /** When she may be written to; the words only in the talk itself. */
  readonly safe?: {
    readonly time: 'morning' | 'afternoon' | 'evening' | 'any';
    readonly words: string | null;
  };
  /** Why this console is not offered it: she may know the person, rests, or a colleague fits the wish. */
  readonly hindrance?: 'acquainted' | 'resting' | 'kept-for-wish';
  /** The person took back what she had said: somebody else may hold the phone. */
  readonly otherHand?: boolean;
  /** Whether somebody may write later without being written to. */
  readonly contact?: 'unasked' | 'asked' | 'yes' | 'no';
  /** Pages for it that nobody has acknowledged: how many, and since when. Absent: none. */
  readonly pages?: { readonly count: number; readonly since: number };
}

/** A hand-over on its way, until when it can be accepted. */
export interface HandOver {
  readonly by: string;
  readonly to: { readonly id: string; readonly name: string };
  readonly note: string;
  readonly until: number;
}

/** Whom a person would like to talk to. */
export interface WishShown {
  readonly gender: 'woman' | 'man' | null;
  readonly apart: boolean;
  /** Her commune as she wrote it; only in the talk itself. */
  readonly commune: string | null;
  readonly language: string | null;
}

export interface Me {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly onShift: boolean;
  /** Since when; absent while she is not. */
  readonly shiftSince?: number;
}

/** The whole desk, sent whenever it changed: small, so never patched. */
export interface DeskFrame {
  readonly type: 'desk';
  readonly now: number;
  readonly me: Me;
  /** Waiting entries in the order in which they are offered. */
  readonly queue: readonly QueueLine[];
  readonly mine: readonly QueueLine[];
  /** Supervisors and administrators see what colleagues hold; others an empty list. */
  readonly colleaguesTalks: readonly QueueLine[];
  readonly staff: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: string;
    readonly onShift: boolean;
    readonly talks: number;
    /** She holds an imminent talk. */
    readonly imminent?: boolean;
    /** Her quiet minutes after an imminent talk. */
    readonly restsUntil?: number;
  }[];
  /** Unacknowledged pages for this console: rings until accepted. */
  readonly alarm: { readonly ringing: boolean; readonly worst: (typeof riskLevels)[number] };
  readonly capacity: { readonly talks: number; readonly limit: number };
  /** Talks that colleagues offer to her. */
  readonly offers?: readonly QueueLine[];
  /** Until when she has her quiet minutes. Absent: she has none. */
  readonly restsUntil?: number;
  /** Imminent talks that ended and are not talked over yet; for supervisors. */
  readonly debriefs?: readonly {
    readonly id: string;
    readonly name: string;
    readonly pseudonym: string;
    readonly endedAt: number;
    readonly dueAt: number;
  }[];
  /** She is being paged and has not said that she has it; `drill`: the bell is only being tried. Absent: she is not. */
  readonly called?: { readonly since: number; readonly drill: boolean };
  /** What staff must know: no second way to be reached, not live yet … keys `warning.*`, or `{key, params}` as JSON. */
  readonly warnings: readonly string[];
}

export interface TalkMessage {
  readonly id: string;
  readonly at: number;
  readonly from: 'person' | 'bot' | 'system' | 'counsellor' | 'note';
  readonly text: string;
  readonly state: 'pending' | 'visible' | 'suppressed' | 'undone' | 'failed';
  /** A voice note or picture that can be opened with the call `media/open`; absent for everything else. */
  readonly media?: 'voice' | 'picture';
  /** Until when it can be taken back; null when it cannot. */
  readonly undoUntil: number | null;
  readonly card: string | null;
}

/** Everything about one conversation that its counsellor (or a supervisor) sees. */
export interface TalkFrame {
  readonly type: 'talk';
  readonly conversation: string;
  readonly line: QueueLine;
  readonly owner: 'bot' | 'waiting' | 'held' | 'lost' | 'resting' | 'ended';
  readonly level: (typeof riskLevels)[number];
  readonly highest: (typeof riskLevels)[number];
  readonly disputed: boolean;
  readonly reasons: readonly Reason[];
  readonly decisions: readonly {
    readonly level: string;
    readonly at: number;
    readonly by: string;
    readonly reason: string;
  }[];
  readonly messages: readonly TalkMessage[];
  /** The composer is closed: quiet, left, erased, or someone else's. */
  readonly composer: 'open' | 'quiet' | 'left' | 'erased' | 'not-yours' | 'may-not-write';
  /** "Có thể là mã gấp": the card goes out at this time without a click. */
  readonly codeCardAt: number | null;
  /** New imminent words are unanswered: the card goes out at this time. */
  readonly imminentCardAt: number | null;
  /** The person's page was heard from within the last minute. */
  readonly pageOpen: boolean;
  readonly speaker: 'self' | 'child' | 'third' | 'mayharm';
  readonly contact: 'unasked' | 'asked' | 'yes' | 'no';
  /** Until when her app lets us write to her, and until when that costs nothing. Absent: always. */
  readonly reach?: { readonly freeUntil: number; readonly until: number };
}

/** The console stopped watching, or the conversation is not for this role. */
export interface TalkGoneFrame {
  readonly type: 'talk-gone';
  readonly conversation: string;
  readonly why: 'erased' | 'not-allowed' | 'closed';
}

/**
 * The server's answer to each beat. A browser is not told when a line dies silently; a console that has heard
 * pulses before and hears none for a while knows it, shows the red bar and connects again.
 */
export interface PulseFrame {
  readonly type: 'pulse';
  readonly now: number;
}

export type ServerFrame = DeskFrame | TalkFrame | TalkGoneFrame | PulseFrame;
