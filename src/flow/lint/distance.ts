import { asks, exitsOf, stepOf } from '../graph.ts';
import { showsHotline } from '../hotline.ts';
import type { Finding } from '../issue.ts';
import type { StepId } from '../plan.ts';
import { finding, type LintRule, type LintSubject } from './rule.ts';

type Plan = LintSubject['plan'];

/** Questions before the first possible help, and answers to it from anywhere, at most (flow.md §3.2 rules 28, 29). */
const most = { first: 3, fromAnywhere: 5 } as const;

/** From the start a person or a number is within a few answers, besides the codes that work everywhere. */
export const depth: LintRule = ({ plan }) => {
  if (stepOf(plan, plan.start) === undefined) return [];
  const count = distancesToHelp(plan).get(plan.start);
  if (count === undefined) return [atStart('depth.none', {})];
  return count > most.first ? [atStart('depth', { count: String(count), most: String(most.first) })] : [];
};

const atStart = (key: string, params: Finding['params']): Finding => ({
  rule: 'depth',
  step: null,
  path: ['start'],
  key,
  params,
});

/** From every question a person or a number is within a few answers. */
export const helpDistance: LintRule = ({ plan, inherited }) => {
  const distances = distancesToHelp(plan);
  return Object.entries(plan.steps).flatMap(([step, meaning]) => {
    const count = distances.get(step) ?? 0;
    if (!asks(meaning) || inherited.has(step) || count <= most.fromAnywhere) return [];
    return [finding('help-distance', step, [], { count: String(count), most: String(most.fromAnywhere) })];
  });
};

/** The least number of answers from each step to a hand-off or a number. Silence is no way to help. */
function distancesToHelp(plan: Plan): ReadonlyMap<StepId, number> {
  const distances = new Map<StepId, number>();
  const steps = Object.entries(plan.steps);
  for (const [id, step] of steps)
    if (step.kind === 'handoff' || showsHotline(plan, step)) distances.set(id, 0);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [id, step] of steps) {
      const own = asks(step) ? 1 : 0;
      const ways = exitsOf(step).flatMap(({ next, cause }) =>
        cause === 'time' ? [] : (distances.get(next) ?? []),
      );
      const best = Math.min(...ways) + own;
      if (best >= (distances.get(id) ?? Infinity)) continue;
      distances.set(id, best);
      changed = true;
    }
  }
  return distances;
}
