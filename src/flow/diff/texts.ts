import { asks } from '../graph.ts';
import type { Plan, PlanStep, StepId, TextKey } from '../plan.ts';
import { type FlowChange, shown, structure } from './change.ts';
import type { Pair } from './pair.ts';
import { oneLine } from './words.ts';

/** What a step says otherwise than before. Other words are copy; a further bubble or a child's version is structure. */
export function textChanges(
  pair: Pair,
  step: StepId,
  before: PlanStep,
  after: PlanStep,
): readonly FlowChange[] {
  const [then, now] = [spokenOf(before), spokenOf(after)];
  return [
    ...spokenChange(pair, step, 'text', then.text, now.text),
    ...spokenChange(pair, step, 'child', then.childText, now.childText),
    ...labelChanges(pair, step, before, after),
  ];
}

function spokenOf(step: PlanStep): {
  readonly text: readonly TextKey[];
  readonly childText: readonly TextKey[];
} {
  if (step.kind !== 'say' && !asks(step)) return { text: [], childText: [] };
  return { text: step.text, childText: step.childText ?? [] };
}

function spokenChange(
  { before, after }: Pair,
  step: StepId,
  part: 'text' | 'child',
  then: readonly TextKey[],
  now: readonly TextKey[],
): readonly FlowChange[] {
  const [was, is] = [wordsOf(before, then), wordsOf(after, now)];
  if (then.length === 0 && now.length > 0) return [structure(step, 'child-added', { after: is })];
  if (then.length > 0 && now.length === 0) return [structure(step, 'child-removed', { before: was })];
  if (was === is) return [];
  const kind = then.length === now.length ? 'copy' : 'structure';
  return [{ kind, step, key: `${part}-changed`, params: { before: was, after: is } }];
}

const wordsOf = ({ texts }: Plan, keys: readonly TextKey[]): string =>
  keys.map((key) => oneLine(texts[key] ?? key)).join(' // ');

function labelChanges(pair: Pair, step: StepId, before: PlanStep, after: PlanStep): readonly FlowChange[] {
  if (!asks(before) || !asks(after)) return [];
  return after.options.flatMap((option): readonly FlowChange[] => {
    const then = before.options.find((one) => one.option === option.option);
    if (then === undefined) return [];
    return [
      ...labelChange(pair, step, option.option, 'label', then.label, option.label),
      ...labelChange(pair, step, option.option, 'child-label', then.childLabel, option.childLabel),
    ];
  });
}

function labelChange(
  { before, after }: Pair,
  step: StepId,
  answer: string,
  part: 'label' | 'child-label',
  then: TextKey | undefined,
  now: TextKey | undefined,
): readonly FlowChange[] {
  const [was, is] = [wordsOf(before, listed(then)), wordsOf(after, listed(now))];
  const kind = (then === undefined) === (now === undefined) ? 'copy' : 'structure';
  const params = { answer, before: shown(was), after: shown(is) };
  return was === is ? [] : [{ kind, step, key: `${part}-changed`, params }];
}

const listed = (key: TextKey | undefined): readonly TextKey[] => (key === undefined ? [] : [key]);
