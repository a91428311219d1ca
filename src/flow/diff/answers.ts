import { compareLevels } from '../../risk/level.ts';
import type { AskingStep } from '../graph.ts';
import type { PlanOption, RiskMark, StepId } from '../plan.ts';
import { differing, type FlowChange, structure } from './change.ts';
import type { Pair } from './pair.ts';
import { labelOf, levelOf, triggersOf } from './words.ts';

/** What became of the answers of one question: added, removed, led elsewhere, marked otherwise, in another order. */
export function answerChanges(
  pair: Pair,
  step: StepId,
  before: AskingStep,
  after: AskingStep,
): readonly FlowChange[] {
  const find = ({ options }: AskingStep, id: string) => options.find(({ option }) => option === id);
  const added = after.options.filter(({ option }) => find(before, option) === undefined);
  const removed = before.options.filter(({ option }) => find(after, option) === undefined);
  const kept = before.options.flatMap((then) => {
    const now = find(after, then.option);
    return now === undefined ? [] : [{ then, now }];
  });
  const named = (option: PlanOption, side: 'before' | 'after') => ({
    answer: option.option,
    label: labelOf(pair[side], option),
  });
  const isReordered =
    kept.some(({ then, now }) => then.digit !== now.digit) && added.length + removed.length === 0;
  return [
    ...added.flatMap((option) => [
      structure(step, 'answer-added', { ...named(option, 'after'), to: option.next }),
      ...riskChanges(step, { answer: option.option }, [], option.risk, 'risk'),
    ]),
    ...removed.flatMap((option) => [
      structure(step, 'answer-removed', named(option, 'before')),
      ...riskChanges(step, { answer: option.option }, option.risk, [], 'risk'),
    ]),
    ...kept.flatMap(({ then, now }) => answerChange(pair, step, then, now, named(now, 'after'))),
    ...(isReordered
      ? [
          structure(step, 'answers-reordered', {
            order: after.options.map(({ option }) => option).join(', '),
          }),
        ]
      : []),
  ];
}

function answerChange(
  pair: Pair,
  step: StepId,
  before: PlanOption,
  after: PlanOption,
  names: FlowChange['params'],
): readonly FlowChange[] {
  const led = pair.rename(before.next) ?? before.next;
  const speaks = (option: PlanOption): string => option.speaker ?? '';
  const weighs = (option: PlanOption): string => String(option.weight ?? 0);
  return [
    ...differing(step, 'answer-redirected', led, after.next, names),
    ...riskChanges(step, names, before.risk, after.risk, 'risk'),
    ...differing(step, 'answer-speaker', speaks(before), speaks(after), names),
    ...differing(step, 'answer-weight', weighs(before), weighs(after), names),
    ...switched(step, 'answer-quiet', before.quiet === true, after.quiet === true, names),
    ...switched(step, 'answer-positive', before.positive, after.positive, names),
  ];
}

/** A mark that rose, fell, or stands for another trigger of the same level. */
export function riskChanges(
  step: StepId,
  names: FlowChange['params'],
  before: readonly RiskMark[],
  after: readonly RiskMark[],
  prefix: 'risk' | 'rule-risk',
): readonly FlowChange[] {
  const [then, now] = [levelOf(before), levelOf(after)];
  const params = { ...names, triggers: triggersOf(after) };
  if (compareLevels(now, then) > 0) return differing(step, `${prefix}-raised`, then, now, params);
  if (compareLevels(now, then) < 0) return differing(step, `${prefix}-lowered`, then, now, names);
  return differing(step, `${prefix}-trigger`, triggersOf(before), triggersOf(after), names);
}

/** Something that was turned on or off: `<key>.on`, `<key>.off`. */
export const switched = (
  step: StepId,
  key: string,
  before: boolean,
  after: boolean,
  params: FlowChange['params'] = {},
): readonly FlowChange[] =>
  before === after ? [] : [structure(step, `${key}.${after ? 'on' : 'off'}`, params)];
