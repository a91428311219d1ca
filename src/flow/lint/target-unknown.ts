import { exitsOf, stepOf } from '../graph.ts';
import type { Finding } from '../issue.ts';
import { finding, type LintRule } from './rule.ts';

/** Every exit leads to a step that exists, and so does the start; claims speak of steps and answers that exist. */
export const targetUnknown: LintRule = ({ plan }) => {
  const found: Finding[] = [];
  if (stepOf(plan, plan.start) === undefined) found.push(unknown(['start'], plan.start));
  for (const [id, step] of Object.entries(plan.steps)) {
    for (const { next, path } of exitsOf(step)) {
      if (stepOf(plan, next) === undefined) found.push(finding('target-unknown', id, path, { step: next }));
    }
  }
  for (const [index, { after }] of (plan.claims ?? []).entries()) {
    if (!('step' in after)) continue;
    const step = stepOf(plan, after.step);
    const names = step === undefined ? [] : exitsOf(step).map(({ name }) => name);
    const isKnown = step !== undefined && (after.option === null || names.includes(after.option));
    if (!isKnown) found.push(unknown(['claims', index], `${after.step} ${after.option ?? ''}`.trim()));
  }
  return found;
};

const unknown = (path: Finding['path'], step: string): Finding => ({
  rule: 'target-unknown',
  step: null,
  path,
  key: 'target-unknown',
  params: { step },
});
