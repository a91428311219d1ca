import type { DecidingQuestion } from '../../risk/signal.ts';
import { reachable, stepOf } from '../graph.ts';
import type { LintRule } from './rule.ts';

/** Free text can bring up these questions from anywhere, so they count as entrances (`risk/signal.ts`). */
const doors = {
  today: true,
  weapon: true,
  choked: true,
  die: true,
  danger: true,
  children: true,
} as const satisfies Record<DecidingQuestion, true>;

/** Every step of the flow can be reached from its start or from a question that free text brings up. */
export const unreachable: LintRule = ({ plan, inherited }) => {
  if (stepOf(plan, plan.start) === undefined) return [];
  const entrances = Object.keys(doors).filter((step) => stepOf(plan, step) !== undefined);
  const reached = reachable(plan, [plan.start, ...entrances]);
  return Object.keys(plan.steps)
    .filter((step) => !reached.has(step) && !inherited.has(step))
    .map((step) => ({
      rule: 'unreachable',
      step,
      path: ['steps', step],
      message: 'No path leads to this step.',
    }));
};
