import type { LintRule } from './rule.ts';

/** Words that mean the same on every screen; a label equal to one would be typed as a code (safety-content §3.0). */
const codeWords = new Set(['gấp', 'cứu', 'cứu với', 'sos', 'help', 'bận', 'thoát', 'thoat']);

/** No label is a bare number or a code word: whoever types it would call for help, hide or leave instead. */
export const codeShadowed: LintRule = ({ plan }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    meaning.kind !== 'choose'
      ? []
      : meaning.options
          .filter(({ label }) => isCode(plan.texts[label] ?? ''))
          .map(({ option }) => ({
            rule: 'code-shadowed' as const,
            step,
            path: ['steps', step, 'options', option, 'label'],
            message: 'Somebody who types this label would give a code instead of an answer.',
          })),
  );

function isCode(label: string): boolean {
  const plain = label
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return codeWords.has(plain) || /^(?:số )?\d+$/u.test(plain);
}
