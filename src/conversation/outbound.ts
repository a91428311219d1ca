import type { TextKey } from '../flow/plan.ts';
import type { CardKind } from '../risk/trigger.ts';
import type { FixedButton } from './inbound.ts';

/**
 * Who speaks in a message to the person. `system`: every card, and whatever of the closed list of safety notices is said
 * while a counsellor holds the talk (promise 5). It is taken back only where the talk falls silent.
 */
export type Sender = 'bot' | 'system' | 'counsellor';

/** One answer that the person may tap or type as its digit. */
export interface Choice {
  /** Keypad number: 3–6 answers, 7 unsure, 8 skip; null for buttons that have no digit. */
  readonly digit: number | null;
  readonly label: TextKey;
  readonly value:
    | { readonly kind: 'answer'; readonly step: string; readonly visit: number; readonly option: string }
    | { readonly kind: 'button'; readonly button: FixedButton };
}

/** Why a program message may go out at all (safety-content §4.1): nothing unsolicited. */
export type SendReason = 'answer' | 'waiting' | 'notice' | 'counsellor';

/**
 * A channel-neutral message out. Program messages carry text keys (copy is read when rendered);
 * a counsellor's carries her words.
 */
export interface Outbound {
  readonly sender: Sender;
  readonly why: SendReason;
  /** Bubbles in order: a text key with its placeholders, or a counsellor's own words. */
  readonly bubbles: readonly Bubble[];
  readonly choices: readonly Choice[];
  /** The emergency card or advice that this message is, for layout and for the record. */
  readonly card: CardKind | null;
  /** May go out in quiet mode: only direct answers of the fixed quiet texts. Everything else is suppressed. */
  readonly quiet: boolean;
}

export type Bubble =
  | ServiceBubble
  | { readonly kind: 'text'; readonly key: TextKey; readonly params?: Readonly<Record<string, string>> }
  | { readonly kind: 'words'; readonly words: string };

/** A service of the directory, as it stood when it was shown (safety-content §7). */
export interface ServiceBubble {
  readonly kind: 'service';
  readonly number: string;
  readonly label: string;
  /** In digits; null when not known. */
  readonly hours: string | null;
  /** What the call costs, and last that it stays on the phone. */
  readonly remarks: readonly TextKey[];
}

/** A service in words: digits first, so that a glance suffices. */
export const serviceWords = (
  { number, label, hours, remarks }: ServiceBubble,
  render: (key: TextKey) => string,
): string =>
  [hours === null ? number : `${number} · ${hours}`, label, remarks.map(render).join(' · ')].join('\n');
