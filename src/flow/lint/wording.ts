import type { Finding } from '../issue.ts';
import { avoided, telling } from './house-words.ts';
import { finding, type LintRule } from './rule.ts';
import { type TextPlace, textPlaces } from './text-places.ts';

/** What a bubble may hold (safety-content §4.1). Characters, syllables, lines; a list may have a longer sentence. */
const limits = { preview: 100, syllables: 20, lines: 3, listItems: 5 } as const;

/**
 * The first words of a bubble say nothing to whoever looks over a shoulder. Questions are the direct answer to the
 * last one and may name danger.
 */
export const previewTelling: LintRule = ({ plan }) =>
  textPlaces(plan)
    .filter(({ kind }) => kind === 'bubble')
    .flatMap(({ step, path, text }) => {
      const [word] = telling.exec(text.slice(0, limits.preview)) ?? [];
      return word === undefined ? [] : [finding('preview-telling', step, path, { word })];
    });

/** Short sentences and few lines: many read slowly, on a small screen, in fear. */
export const readingLevel: LintRule = ({ plan }) => textPlaces(plan).flatMap(tooHard);

function tooHard({ step, path, text, kind }: TextPlace): readonly Finding[] {
  if (kind === 'label') return [];
  const lines = text.split('\n').length;
  const params = { count: String(lines), most: String(limits.lines) };
  const many =
    lines > limits.lines ? [finding('reading-level', step, path, params, 'reading-level.lines')] : [];
  const longest = Math.max(0, ...sentencesOf(text).map(syllables));
  if (longest <= limits.syllables) return many;
  const long = { count: String(longest), most: String(limits.syllables) };
  return [...many, finding('reading-level', step, path, long, 'reading-level.sentence')];
}

const sentencesOf = (text: string): readonly string[] =>
  text.split(/[.?;…\n]+/u).filter((sentence) => sentence.split(/[,:·]/u).length < limits.listItems);

/** Vietnamese writes every syllable by itself. */
const syllables = (sentence: string): number =>
  sentence.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** Words of the house list, for the reviewer to look at. */
export const tone: LintRule = ({ plan }) =>
  textPlaces(plan).flatMap(({ step, path, text }) =>
    avoided.flatMap((pattern) => {
      const [word] = pattern.exec(text) ?? [];
      return word === undefined ? [] : [finding('tone', step, path, { word })];
    }),
  );
