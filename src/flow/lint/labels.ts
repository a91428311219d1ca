import { readSyllable } from '../../text/syllable.ts';
import { asks } from '../graph.ts';
import type { Finding } from '../issue.ts';
import { finding, type LintRule } from './rule.ts';

/** Two answers of one screen never read the same; without marks they should not either: people type both. */
export const labels: LintRule = ({ plan }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) => {
    if (!asks(meaning)) return [];
    const { options } = meaning;
    const own = options.map(({ option, label }) => ({
      option,
      part: 'label',
      label: plan.texts[label] ?? '',
    }));
    const child = options.map(({ option, label, childLabel = label }) => ({
      option,
      part: childLabel === label ? 'label' : 'child',
      label: plan.texts[childLabel] ?? '',
    }));
    const isOneScreen = child.every(({ part }) => part === 'label');
    return [...alike(step, own), ...(isOneScreen ? [] : alike(step, child))];
  });

interface Shown {
  readonly option: string;
  /** The property of the answer that holds the words. */
  readonly part: string;
  readonly label: string;
}

/** The answers of one screen that read like an earlier one. */
const alike = (step: string, shown: readonly Shown[]): readonly Finding[] =>
  shown.flatMap(({ option, part, label }, index) => {
    const path = ['options', option, part];
    const earlier = shown.slice(0, index).filter((other) => other.label !== '');
    const same = earlier.find((other) => plain(other.label) === plain(label));
    if (same !== undefined) return [finding('keyword-clash', step, path, { label })];
    const near = earlier.find((other) => bare(other.label) === bare(label));
    return near === undefined ? [] : [ambiguous(step, path, label, near.label)];
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
