import type { DecidingQuestion } from '../risk/signal.ts';
import { stepOf } from './graph.ts';
import type { Plan, StepId } from './plan.ts';

/** Free text can bring up these questions from anywhere, so they count as entrances (`risk/signal.ts`). */
const doors = {
  today: true,
  weapon: true,
  choked: true,
  die: true,
  danger: true,
  children: true,
} as const satisfies Record<DecidingQuestion, true>;

/** The flow that free text jumps into (`conversation/flow-turn.ts`). */
const askedByWords = 'triage';

/** The questions of a flow that may be entered from any place. Only the first flow has them. */
export const entrancesOf = (plan: Pick<Plan, 'flow' | 'steps'>): readonly StepId[] =>
  plan.flow === askedByWords ? Object.keys(doors).filter((step) => stepOf(plan, step) !== undefined) : [];
