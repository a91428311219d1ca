import { reachable, stepOf } from '../graph.ts';
import type { LintRule } from './rule.ts';

/** From every step an `end` can be reached: nobody is kept in a circle for ever. */
export const deadEnd: LintRule = ({ plan }) =>
  Object.keys(plan.steps)
    .filter((step) => ![...reachable(plan, [step])].some((id) => stepOf(plan, id)?.kind === 'end'))
    .map((step) => ({
      rule: 'dead-end',
      step,
      path: ['steps', step],
      message: 'No path from here ever ends.',
    }));
