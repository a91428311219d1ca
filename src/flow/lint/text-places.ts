import { asks } from '../graph.ts';
import type { SourcePath } from '../issue.ts';
import type { Plan, PlanStep, StepId, TextKey } from '../plan.ts';

/** A text of a flow and where it is used. `bubble` is said, `question` is put, `label` stands on an answer. */
export interface TextPlace {
  readonly key: TextKey;
  readonly text: string;
  readonly kind: 'bubble' | 'question' | 'label';
  readonly child: boolean;
  readonly step: StepId;
  readonly path: SourcePath;
}

/** Every text of a flow's own, at every step that uses it. Labels of the system catalogue are judged there. */
export const textPlaces = (plan: Pick<Plan, 'steps' | 'texts'>): readonly TextPlace[] =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    usesOf(meaning).flatMap((use) => {
      const text = plan.texts[use.key];
      return text === undefined ? [] : [{ ...use, text, step }];
    }),
  );

type Use = Omit<TextPlace, 'text' | 'step'>;

function usesOf(step: PlanStep): readonly Use[] {
  if (step.kind === 'say') return wordsOf(step, 'bubble');
  if (!asks(step)) return [];
  const labels = step.options.flatMap(({ label, childLabel, option }): readonly Use[] => {
    const own: Use = { key: label, kind: 'label', child: false, path: ['options', option, 'label'] };
    if (childLabel === undefined) return [own];
    return [own, { key: childLabel, kind: 'label', child: true, path: ['options', option, 'child'] }];
  });
  return [...wordsOf(step, 'question'), ...labels];
}

function wordsOf(
  step: Extract<PlanStep, { readonly text: readonly TextKey[] }>,
  kind: 'bubble' | 'question',
): readonly Use[] {
  const own = step.text.map((key): Use => ({ key, kind, child: false, path: [step.kind] }));
  const child = (step.childText ?? []).map((key): Use => ({ key, kind, child: true, path: ['child'] }));
  return [...own, ...child];
}
