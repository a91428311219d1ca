import { codeOf } from '../../text/code.ts';
import { asks, stepOf } from '../graph.ts';
import type { PlanOption } from '../plan.ts';
import { finding, type LintRule, type LintSubject } from './rule.ts';

/**
 * No label is read as a code: whoever types it would call for help, hide or leave instead (safety-content §3.0).
 * “Gặp người trực” may stand where the answer leads to a person anyway.
 */
export const codeShadowed: LintRule = ({ plan }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    asks(meaning)
      ? meaning.options
          .filter((option) => isShadowed(plan, option))
          .map(({ option }) => finding('code-shadowed', step, ['options', option, 'label']))
      : [],
  );

function isShadowed(plan: LintSubject['plan'], { label, next }: PlanOption): boolean {
  const code = codeOf(plan.texts[label] ?? '');
  if (code === null) return false;
  return code.kind !== 'person' || stepOf(plan, next)?.kind !== 'handoff';
}

/** Answers named like what every screen has anyway: leaving, help, danger, hiding. Their handling is not a flow's. */
const names: ReadonlySet<string> = new Set(['exit', 'leave', 'help', 'sos', 'quiet', 'erase']);

/** No step handles leaving or help itself: that holds everywhere and is answered before a flow is read. */
export const exitShadowed: LintRule = ({ plan }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    asks(meaning)
      ? meaning.options
          .filter(({ option }) => names.has(option))
          .map(({ option }) => finding('exit-shadowed', step, ['options', option], { name: option }))
      : [],
  );
