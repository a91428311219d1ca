import * as z from 'zod/mini';

/*
 * What the person's page and the web channel say to each other inside Direct Line activities,
 * under `channelData.porch` (a neutral key: it says nothing about the topic).
 */

/** The value of a button: an answer to a question, or a fixed button. Sent back verbatim in `Activity.value`. */
export const buttonValue = z.union([
  z.object({
    k: z.literal('a'),
    s: z.string().check(z.maxLength(64)),
    v: z.int(),
    o: z.string().check(z.maxLength(64)),
  }),
  z.object({ k: z.literal('b'), b: z.string().check(z.maxLength(32)) }),
]);
export type ButtonValue = z.infer<typeof buttonValue>;

/** Rides on every message to the page. `choices` are drawn as buttons; `bubbles` is the text without them. */
export interface PageData {
  readonly from: 'bot' | 'system' | 'counsellor';
  readonly bubbles: readonly string[];
  readonly choices: readonly {
    readonly digit: number | null;
    readonly label: string;
    readonly value: ButtonValue;
  }[];
  /** The emergency card or advice this message is, or null. */
  readonly card: string | null;
  /** The page turns neutral: three unlabelled signs, nothing else. */
  readonly quiet: boolean;
}
