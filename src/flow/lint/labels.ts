import { readSyllable } from '../../text/syllable.ts';
import { asks } from '../graph.ts';
import type { Finding } from '../issue.ts';
import { finding, type LintRule } from './rule.ts';

/** Two answers of one screen never read the same; without marks they should not either: people type both. */
export const labels: LintRule = ({ plan }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) => {
    if (!asks(meaning)) return [];
    const labels = meaning.options.map(({ option, label }) => ({ option, label: plan.texts[label] ?? '' }));
    return labels.flatMap(({ option, label }, index) => {
      const path = ['options', option, 'label'];
      const earlier = labels.slice(0, index).filter((other) => other.label !== '');
      const same = earlier.find((other) => plain(other.label) === plain(label));
      if (same !== undefined) return [finding('keyword-clash', step, path, { label })];
      const alike = earlier.find((other) => bare(other.label) === bare(label));
      return alike === undefined ? [] : [ambiguous(step, path, label, alike.label)];
    });
  });

const ambiguous = (step: string, path: Finding['path'], label: string, other: string): Finding =>
  finding('label-ambiguous', step, path, { label, other });

const words = (text: string): readonly string[] =>
  text
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
const plain = (text: string): string => words(text).join(' ');
const bare = (text: string): string =>
  words(text)
    .map((word) => readSyllable(word).plain)
    .join(' ');
