import type { Plan, PlanOption, PlanStep, TextKey } from './plan.ts';

type Rename = (key: TextKey) => TextKey;

/**
 * The same Plan with its texts under other keys. Two structures of one flow say different things at steps of one name:
 * talks on the older one go on reading their own words.
 */
export function rekeyed(plan: Plan, rename: Rename): Plan {
  return {
    ...plan,
    steps: Object.fromEntries(
      Object.entries(plan.steps).map(([id, step]) => [id, rekeyedStep(step, rename)]),
    ),
    texts: Object.fromEntries(Object.entries(plan.texts).map(([key, text]) => [rename(key), text])),
  };
}

function rekeyedStep(step: PlanStep, rename: Rename): PlanStep {
  if (!('text' in step)) return step;
  const spoken = {
    text: step.text.map(rename),
    ...(step.childText !== undefined && { childText: step.childText.map(rename) }),
  };
  if (!('options' in step)) return { ...step, ...spoken };
  return { ...step, ...spoken, options: step.options.map((option) => rekeyedOption(option, rename)) };
}

const rekeyedOption = (option: PlanOption, rename: Rename): PlanOption => ({
  ...option,
  label: rename(option.label),
  ...(option.childLabel !== undefined && { childLabel: rename(option.childLabel) }),
});
