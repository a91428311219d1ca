import { exitsOf, stepOf } from '../graph.ts';
import type { Finding } from '../issue.ts';
import type { PlanStep, StepId } from '../plan.ts';
import { finding, type LintRule, type Surroundings } from './rule.ts';

/** Every exit leads to a step that exists, and so does the start; claims speak of steps and answers that exist. */
export const targetUnknown: LintRule = ({ plan, around }) => {
  const found: Finding[] = [];
  if (stepOf(plan, plan.start) === undefined) found.push(unknown(['start'], plan.start));
  for (const [id, step] of Object.entries(plan.steps)) {
    found.push(...unknownKinds(id, step, around));
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

/** A lookup asks for kinds of service that the directory has. */
function unknownKinds(id: StepId, step: PlanStep, { serviceKinds }: Surroundings): readonly Finding[] {
  if (step.kind !== 'lookup' || serviceKinds === undefined) return [];
  return step.query.kinds
    .filter((kind) => !serviceKinds.includes(kind))
    .map((kind) => finding('target-unknown', id, ['where', 'kind'], { kind }, 'target-unknown.kind'));
}

const unknown = (path: Finding['path'], step: string): Finding => ({
  rule: 'target-unknown',
  step: null,
  path,
  key: 'target-unknown',
  params: { step },
});
