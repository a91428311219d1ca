import { hotlinePlaceholders } from './lint/placeholders.ts';
import type { Plan, PlanStep, TextKey } from './plan.ts';

/**
 * Whether a step shows a number that somebody answers: a card of the register, or a text with its placeholder. The
 * words for a child must show one too, where there are such words.
 */
export function showsHotline(plan: Pick<Plan, 'texts'>, step: PlanStep): boolean {
  if (step.kind !== 'say') return false;
  if (step.cards?.kind === 'hotlines') return true;
  const holds = (keys: readonly TextKey[]): boolean => keys.some((key) => namesNumber(plan.texts[key] ?? ''));
  return holds(step.text) && (step.childText === undefined || holds(step.childText));
}

const namesNumber = (text: string): boolean =>
  [...text.matchAll(/\{([^{}]*)\}/gu)].some(([, name = '']) => hotlinePlaceholders.has(name));
