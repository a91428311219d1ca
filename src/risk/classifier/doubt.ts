import { isKhmer } from '../../text/script.ts';
import type { TokenisedText } from '../../text/tokens.ts';
import { isAtLeast } from '../level.ts';
import type { Signal } from '../signal.ts';
import { classifierLimits as limits } from './limits.ts';

/** What is asked before a doubt: the words, what the rules found in them and what was found before. */
interface Doubtful {
  readonly text: TokenisedText;
  readonly signals: readonly Signal[];
  readonly previous: readonly Signal[];
}

/**
 * Whether the model may turn what the rules ring into a question, where it thinks danger unlikely ("sos, hết
 * sữa rồi"). Never where the rule's words are all there is (a cry tells nothing more), where she is watched or hides her
 * request (H18: a question is read by the wrong eyes), where any danger stands already, in a text longer than one window, and
 * in Khmer, which nobody has reviewed.
 */
export function mayDoubt({ text, signals, previous }: Doubtful): boolean {
  const words = text.tokens.length;
  return (
    signals.some(isGrave) &&
    words >= limits.doubtedFrom &&
    words <= limits.windowWords &&
    !signals.some(({ code, quote }) => code === 'H18' || quote?.length === lengthOf(text)) &&
    !previous.some(({ level }) => isAtLeast(level, 'medium')) &&
    !isKhmer(text.original)
  );
}

/** From the first letter to the last, in UTF-16 units. */
const lengthOf = ({ tokens }: TokenisedText): number => (tokens.at(-1)?.end ?? 0) - (tokens[0]?.start ?? 0);

/** Whether a signal rings: high or above. */
export const isGrave = ({ level }: Pick<Signal, 'level'>): boolean => isAtLeast(level, 'high');
