import type { Finding } from '../issue.ts';
import { renamesInto } from '../renames.ts';
import type { LintRule } from './rule.ts';

/** A published step is still there, or another says that it was its id: people may be standing on it. */
export const idRemoved: LintRule = ({ plan, around: { previous = [] } }) => {
  const live = previous.find(({ flow }) => flow === plan.flow);
  if (live === undefined) return [];
  const rename = renamesInto(plan);
  return Object.keys(live.steps)
    .filter((name) => rename(name) === null && !isPart(name))
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

/** What an instrument or a call stands for goes and stays with its step, and is told in its own file. */
const isPart = (name: string): boolean => name.includes('__');
