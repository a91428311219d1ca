import { asks } from '../graph.ts';
import type { Finding, SourcePath } from '../issue.ts';
import type { PlanStep, StepId, TextKey } from '../plan.ts';
import { adultWords } from './house-words.ts';
import { finding, type LintRule, type LintSubject } from './rule.ts';

/**
 * Somebody under 18 is called *em* and meets *cô chú* (safety-content §4.1, “Address”): words for grown-ups have a
 * wording for a child beside them, on answers too, and that wording has none of them. Neutral words need no second one.
 */
export const childWords: LintRule = ({ plan }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    pairsOf(meaning).flatMap((pair) => judge(step, pair, plan.texts)),
  );

interface Pair {
  readonly own: readonly TextKey[];
  /** Nothing where the file gives no wording for a child. */
  readonly child: readonly TextKey[];
  readonly path: SourcePath;
  readonly childPath: SourcePath;
}

function pairsOf(step: PlanStep): readonly Pair[] {
  if (step.kind !== 'say' && !asks(step)) return [];
  const { kind, text, childText = [] } = step;
  const spoken = { own: text, child: childText, path: [kind], childPath: ['child'] };
  if (!asks(step)) return [spoken];
  return [
    spoken,
    ...step.options.map(({ option, label, childLabel }) => ({
      own: [label],
      child: childLabel === undefined ? [] : [childLabel],
      path: ['options', option, 'label'],
      childPath: ['options', option, 'child'],
    })),
  ];
}

function judge(
  step: StepId,
  { own, child, path, childPath }: Pair,
  texts: LintSubject['plan']['texts'],
): readonly Finding[] {
  const grown = (keys: readonly TextKey[]): string | undefined =>
    keys.flatMap((key) => adultWords.exec(texts[key] ?? '')?.[0] ?? [])[0];
  const [inOwn, inChild] = [grown(own), grown(child)];
  if (inChild !== undefined)
    return [finding('child-words', step, childPath, { word: inChild }, 'child-words.adult')];
  return inOwn !== undefined && child.length === 0
    ? [finding('child-words', step, path, { word: inOwn })]
    : [];
}
