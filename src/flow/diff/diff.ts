import { exitsOf } from '../graph.ts';
import type { Plan, StepId } from '../plan.ts';
import { type FlowChange, structure } from './change.ts';
import { frameChanges } from './frame.ts';
import { isCalled, ownInstrumentOf, type Pair, pairOf } from './pair.ts';
import { stepChanges } from './steps.ts';
import { isDanger } from './words.ts';

/** What two revisions of one flow differ in. */
export interface FlowDiff {
  readonly flow: string;
  readonly changes: readonly FlowChange[];
  /** Answers and rules that prove high or imminent danger: how many are new, how many no longer do. */
  readonly dangers: { readonly added: number; readonly removed: number };
}

/**
 * Every difference between two revisions, as sentences an administrator understands (`flow-diff` catalogue, flow.md
 * §4.3). Inherited steps are among them; steps of called flows are told with their own flow.
 */
export function diffFlows(before: Plan, after: Plan): FlowDiff {
  const pair = pairOf(before, after);
  const changes = [
    ...frameChanges(pair),
    ...pair.removed.flatMap((step) => gone(pair, step)),
    ...pair.added.flatMap((step) => come(pair, step)),
    ...pair.kept.flatMap(([then, now]) => stepChanges(pair, then, now)),
  ];
  return { flow: after.flow, changes, dangers: dangersOf(pair) };
}

/** What an instrument brings in with its own step needs no sentence of its own. */
function gone({ before, after }: Pair, step: StepId): readonly FlowChange[] {
  const front = ownInstrumentOf(before, step);
  if (front !== null && after.steps[front] === undefined) return [];
  return [structure(step, 'step-removed', { kind: before.steps[step]?.kind ?? '' })];
}

function come({ before, after }: Pair, step: StepId): readonly FlowChange[] {
  const front = ownInstrumentOf(after, step);
  if (front !== null && before.steps[front] === undefined) return [];
  return [structure(step, 'step-added', { kind: after.steps[step]?.kind ?? '' })];
}

function dangersOf({ before, after, rename }: Pair): FlowDiff['dangers'] {
  const then = new Set(dangersIn(before, (step) => rename(step) ?? step));
  const now = new Set(dangersIn(after, (step) => step));
  const missing = (of: ReadonlySet<string>, from: ReadonlySet<string>): number =>
    [...of].filter((name) => !from.has(name)).length;
  return { added: missing(now, then), removed: missing(then, now) };
}

const dangersIn = (plan: Plan, nameOf: (step: StepId) => StepId): readonly string[] =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    isCalled(plan, step)
      ? []
      : exitsOf(meaning)
          .filter(({ risk }) => isDanger(risk))
          .map(({ name }) => `${nameOf(step)} ${name}`),
  );
