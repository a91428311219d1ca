import type { DeskFrame, TalkFrame, TalkGoneFrame } from '../../../wire/console.ts';
import type { MessageKey } from '../text/catalogue.ts';
import type { Mute } from './alarm.ts';

/** What a counsellor has written and not sent. In memory only; kept when the claim is lost (safety-content §3.4). */
export interface Draft {
  readonly pseudonym: string;
  readonly text: string;
  /** The id of a failed attempt with this very text: sent again, so that the server recognises a repeat. */
  readonly clientId: string | null;
}

/** `lost`: refused, or taken away (a low battery). `impossible`: this browser cannot. */
export type WakeLock = 'held' | 'lost' | 'impossible' | 'not-wanted';

/** Everything the screens show. Plain data: fixtures are written as such. */
export interface ConsoleState {
  readonly line: 'connecting' | 'up' | 'down';
  /** Local time at which the line went down; null while it is up. */
  readonly downSince: number | null;
  /** Server time minus local time. */
  readonly serverOffset: number;
  readonly desk: DeskFrame | null;
  /** The conversation on screen. */
  readonly opened: string | null;
  readonly talk: TalkFrame | null;
  readonly gone: TalkGoneFrame['why'] | null;
  readonly drafts: Readonly<Record<string, Draft>>;
  /** Per conversation: the person's messages up to this time have been on screen. */
  readonly seen: Readonly<Record<string, number>>;
  readonly mute: Mute | null;
  readonly soundBlocked: boolean;
  /** Whether the screen is kept awake on shift. */
  readonly wakeLock: WakeLock;
  /** The page is in front; what arrives behind it is not read. */
  readonly visible: boolean;
  /** She wants to go off shift: the panel of her open talks is shown. */
  readonly signingOff: boolean;
  /** The newest refusal, shown until closed or followed by something that worked. */
  readonly notice: MessageKey | null;
}

export const emptyConsole: ConsoleState = {
  line: 'connecting',
  downSince: null,
  serverOffset: 0,
  desk: null,
  opened: null,
  talk: null,
  gone: null,
  drafts: {},
  seen: {},
  mute: null,
  soundBlocked: false,
  wakeLock: 'not-wanted',
  visible: true,
  signingOff: false,
  notice: null,
};
