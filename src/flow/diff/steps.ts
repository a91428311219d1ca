import { asks, exitsOf } from '../graph.ts';
import type { PlanStep, StepId } from '../plan.ts';
import { answerChanges, switched } from './answers.ts';
import { differing, type FlowChange, structure } from './change.ts';
import { ownInstrumentOf, type Pair } from './pair.ts';
import { ruleChanges } from './rules.ts';
import { textChanges } from './texts.ts';
import { cardsOf, queryOf, settingOf, timeOf } from './words.ts';

/** What became of one step that stands in both revisions. */
export function stepChanges(pair: Pair, then: StepId, now: StepId): readonly FlowChange[] {
  const [before, after] = [pair.before.steps[then], pair.after.steps[now]];
  if (before === undefined || after === undefined) return [];
  const isNamed = then !== now && ownInstrumentOf(pair.after, now) === null;
  return [
    ...(isNamed ? [structure(now, 'step-renamed', { before: then, after: now })] : []),
    ...(before.kind === after.kind
      ? [
          ...exitChanges(pair, now, before, after),
          ...meaningChanges(pair, now, before, after),
          ...textChanges(pair, now, before, after),
        ]
      : [structure(now, 'step-kind', { before: before.kind, after: after.kind })]),
  ];
}

/** Ways out by name; answers and rules have sentences of their own. */
function exitChanges(pair: Pair, step: StepId, before: PlanStep, after: PlanStep): readonly FlowChange[] {
  const named = new Map(plainExits(before).map(({ name, next }) => [name, next]));
  return plainExits(after).flatMap(({ name, next }) => {
    const then = named.get(name);
    return then === undefined ? [] : differing(step, `exit.${name}`, pair.rename(then) ?? then, next);
  });
}

function plainExits(step: PlanStep) {
  const own = new Set(asks(step) ? step.options.map(({ option }) => option) : []);
  return exitsOf(step).filter(({ name, path }) => !own.has(name) && path[0] !== 'branch');
}

function meaningChanges(pair: Pair, step: StepId, before: PlanStep, after: PlanStep): readonly FlowChange[] {
  if (asks(before) && asks(after)) return askingChanges(pair, step, before, after);
  if (before.kind === 'say' && after.kind === 'say')
    return differing(step, 'cards', cardsOf(before), cardsOf(after));
  if (before.kind === 'branch' && after.kind === 'branch') return ruleChanges(pair, step, before, after);
  if (before.kind === 'set' && after.kind === 'set')
    return differing(step, 'set', settingOf(before), settingOf(after));
  if (before.kind === 'lookup' && after.kind === 'lookup')
    return [
      ...differing(step, 'lookup', queryOf(before.query), queryOf(after.query)),
      ...differing(step, 'save', before.save, after.save),
    ];
  if (before.kind === 'handoff' && after.kind === 'handoff') return handoffChanges(step, before, after);
  if (before.kind === 'wait' && after.kind === 'wait')
    return differing(step, 'wait-time', timeOf(before.afterMs), timeOf(after.afterMs));
  if (before.kind === 'end' && after.kind === 'end')
    return differing(step, 'outcome', before.outcome, after.outcome);
  return [];
}

type Asking = Parameters<typeof answerChanges>[2];

function askingChanges(pair: Pair, step: StepId, before: Asking, after: Asking): readonly FlowChange[] {
  return [
    ...answerChanges(pair, step, before, after),
    ...differing(step, 'tries', String(before.noMatch.tries), String(after.noMatch.tries)),
    ...differing(step, 'silence-time', timeOf(before.silence.afterMs), timeOf(after.silence.afterMs)),
    ...differing(step, 'save', savedIn(pair, before), after.save ?? ''),
    ...differing(step, 'range', rangeOf(before), rangeOf(after)),
    ...differing(step, 'score', scoreOf(before), scoreOf(after)),
    ...switched(step, 'checkpoint', before.checkpoint, after.checkpoint),
  ];
}

/** The item of an instrument is kept under its step's name, and follows it. */
const savedIn = ({ rename }: Pair, { save }: Asking): string =>
  save?.includes('__') === true ? (rename(save) ?? save) : (save ?? '');

const rangeOf = (step: Asking): string =>
  step.kind === 'ask_number' ? `${String(step.min)}–${String(step.max)}` : '';
const scoreOf = (step: Asking): string => (step.kind === 'choose' ? (step.score ?? '') : '');

type Handoff = Extract<PlanStep, { kind: 'handoff' }>;

function handoffChanges(step: StepId, before: Handoff, after: Handoff): readonly FlowChange[] {
  return [
    ...differing(step, 'share', before.share.join(', '), after.share.join(', ')),
    ...differing(step, 'silence-time', timeOf(before.silence.afterMs), timeOf(after.silence.afterMs)),
  ];
}
