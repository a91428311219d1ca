import { entrancesOf } from '../entrances.ts';
import { reachable, stepOf } from '../graph.ts';
import { finding, type LintRule } from './rule.ts';

/** Every step of the flow can be reached from its start or from a question that free text brings up. */
export const unreachable: LintRule = ({ plan, inherited }) => {
  if (stepOf(plan, plan.start) === undefined) return [];
  const reached = reachable(plan, [plan.start, ...entrancesOf(plan)]);
  return Object.keys(plan.steps)
    .filter((step) => !reached.has(step) && !inherited.has(step))
    .map((step) => finding('unreachable', step, []));
};
