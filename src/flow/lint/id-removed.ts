import { stepOf } from '../graph.ts';
import type { Finding } from '../issue.ts';
import type { LintRule } from './rule.ts';

/** A published step is still there, or another says that it was its id: people may be standing on it. */
export const idRemoved: LintRule = ({ plan, around: { previous } }) => {
  if (previous === undefined) return [];
  const renamed = new Set(Object.values(plan.was ?? {}).flat());
  return Object.keys(previous.steps)
    .filter((name) => stepOf(plan, name) === undefined && !renamed.has(name))
    .map(
      (name): Finding => ({
        rule: 'id-removed',
        step: null,
        path: ['steps'],
        key: 'id-removed',
        params: { name },
      }),
    );
};
