import { codeOf } from '../../text/code.ts';
import type { LintRule } from './rule.ts';

/** No label is read as a code: whoever types it would call for help, hide or leave instead (safety-content §3.0). */
export const codeShadowed: LintRule = ({ plan }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    meaning.kind !== 'choose'
      ? []
      : meaning.options
          .filter(({ label }) => codeOf(plan.texts[label] ?? '') !== null)
          .map(({ option }) => ({
            rule: 'code-shadowed' as const,
            step,
            path: ['steps', step, 'options', option, 'label'],
            message: 'Somebody who types this label would give a code instead of an answer.',
          })),
  );
