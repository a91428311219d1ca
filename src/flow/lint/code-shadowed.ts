import { codeOf } from '../../text/code.ts';
import { asks, stepOf } from '../graph.ts';
import type { PlanOption, TextKey } from '../plan.ts';
import { finding, type LintRule, type LintSubject } from './rule.ts';

/**
 * No label is read as a code: whoever types it would call for help, hide or leave instead (safety-content §3.0).
 * “Gặp người trực” may stand where the answer leads to a person anyway.
 */
export const codeShadowed: LintRule = ({ plan }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    asks(meaning)
      ? meaning.options.flatMap((option) =>
          shadowed(plan, option).map((label) =>
            finding('code-shadowed', step, ['options', option.option, label]),
          ),
        )
      : [],
  );

/** Which of an answer's labels are read as a code. */
function shadowed(
  plan: LintSubject['plan'],
  { label, childLabel = label, next }: PlanOption,
): readonly ('label' | 'child')[] {
  const isCode = (key: TextKey): boolean => {
    const code = codeOf(plan.texts[key] ?? '');
    return code !== null && (code.kind !== 'person' || stepOf(plan, next)?.kind !== 'handoff');
  };
  if (isCode(label)) return ['label'];
  return isCode(childLabel) ? ['child'] : [];
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
