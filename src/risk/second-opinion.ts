import { type Category, categories } from './category.ts';
import { graveTriggers } from './grave-trigger.ts';
import { isAtLeast, type RiskLevel, riskLevels } from './level.ts';
import { limits } from './limits.ts';
import type { Signal } from './signal.ts';

/** What a language model says of one message: enums and a verbatim piece of it, nothing else (language §8.1). */
export interface Opinion {
  readonly level: RiskLevel;
  readonly categories: readonly Category[];
  readonly quote: string;
}

/** What stands in place of something that could tell who somebody is. Nothing here is ever shown to a person. */
const masks: readonly (readonly [pattern: RegExp, mark: string])[] = [
  [/\b[a-z][a-z\d+.-]{1,10}:\/\/\S+|\bwww\.\S+/giu, '[link]'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu, '[mail]'],
  // Telephone, identity and account numbers; 113, ages and hours stay, because they say something.
  [/(?<![\w])\+?\d(?:[\s.()-]{0,2}\d){6,}/gu, '[number]'],
];

/** The message as it may leave the house: links, mail addresses and long numbers masked, at most `limits.opinionText` long. */
export const masked = (text: string): string =>
  masks.reduce(
    (left, [pattern, mark]) => left.replaceAll(pattern, mark),
    text.slice(0, limits.opinionText).toWellFormed(),
  );

/** Upper and lower case, composed or not, and spaces aside: the same words. */
const bare = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();

/** Whether the model quotes what was really written; a quote of nothing proves nothing. */
const isVerified = ({ quote }: Opinion, message: string): boolean => {
  const words = bare(quote);
  return words !== '' && bare(masked(message)).includes(words);
};

const oneAbove = (level: RiskLevel): RiskLevel => riskLevels[riskLevels.indexOf(level) + 1] ?? level;
const lesser = (a: RiskLevel, b: RiskLevel): RiskLevel => (isAtLeast(a, b) ? b : a);

/**
 * The signal that an opinion on `message` comes to beside the standing level, or null: it may only raise, to high at
 * most (imminent needs a tap, a code or a rule), and by one level where its quote is not in the message (language §8.1).
 */
export function signalOf(opinion: Opinion, message: string, standing: RiskLevel): Signal | null {
  const verified = isVerified(opinion, message);
  const reach = lesser(opinion.level, verified ? 'high' : lesser(oneAbove(standing), 'high'));
  if (!isAtLeast(reach, 'medium') || isAtLeast(standing, reach)) return null;
  const about = categories.filter((category) => opinion.categories.includes(category));
  const grave = about.map((category) => graveTriggers[category]).find((found) => found !== undefined);
  return {
    code: reach === 'high' ? (grave?.high ?? 'H19') : 'M1',
    level: reach,
    source: 'model',
    categories: about.length === 0 ? ['other'] : about,
    ...(verified ? { quote: opinion.quote.slice(0, limits.quoteLength) } : {}),
  };
}
