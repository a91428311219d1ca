import { exitsOf, stepOf } from '../graph.ts';
import type { Finding } from '../issue.ts';
import type { LintRule } from './rule.ts';

/** Every exit leads to a step that exists, and so does the start. */
export const targetUnknown: LintRule = ({ plan }) => {
  const found: Finding[] = [];
  if (stepOf(plan, plan.start) === undefined) found.push(unknown(null, ['start'], plan.start));
  for (const [id, step] of Object.entries(plan.steps)) {
    for (const { next, path } of exitsOf(step)) {
      if (stepOf(plan, next) === undefined) found.push(unknown(id, ['steps', id, ...path], next));
    }
  }
  return found;
};

const unknown = (step: string | null, path: Finding['path'], next: string): Finding => ({
  rule: 'target-unknown',
  step,
  path,
  message: `There is no step “${next}”.`,
});
