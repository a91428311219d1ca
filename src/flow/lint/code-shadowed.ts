import { codeOf } from '../../text/code.ts';
import { stepOf } from '../graph.ts';
import type { PlanOption } from '../plan.ts';
import type { LintRule, LintSubject } from './rule.ts';

/**
 * No label is read as a code: whoever types it would call for help, hide or leave instead (safety-content §3.0).
 * “Gặp người trực” may stand where the answer leads to a person anyway.
 */
export const codeShadowed: LintRule = ({ plan }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    meaning.kind !== 'choose'
      ? []
      : meaning.options
          .filter((option) => isShadowed(plan, option))
          .map(({ option }) => ({
            rule: 'code-shadowed' as const,
            step,
            path: ['steps', step, 'options', option, 'label'],
            message: 'Somebody who types this label would give a code instead of an answer.',
          })),
  );

function isShadowed(plan: LintSubject['plan'], { label, next }: PlanOption): boolean {
  const code = codeOf(plan.texts[label] ?? '');
  if (code === null) return false;
  return code.kind !== 'person' || stepOf(plan, next)?.kind !== 'handoff';
}
