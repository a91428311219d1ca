import type { Finding } from '../issue.ts';
import type { StepId, TextKey } from '../plan.ts';
import { placeholders } from './placeholders.ts';
import type { LintRule, LintSubject } from './rule.ts';

/** No telephone number stands in a text: numbers come from the register through placeholders (DESIGN, "Flow files"). */
export const hotlineUnregistered: LintRule = (subject) =>
  textsOf(subject)
    .filter(({ text }) => /\d(?:[\s.()-]?\d){2,}/u.test(text))
    .map((place) =>
      finding('hotline-unregistered', place, 'A number belongs in the register, not in the text.'),
    );

const known = new Set<string>(placeholders);

/** Every `{name}` in a text is one that the register fills. */
export const placeholderUnknown: LintRule = (subject) =>
  textsOf(subject).flatMap((place) =>
    [...place.text.matchAll(/\{([^{}]*)\}?|\}/gu)]
      .filter(([whole, name]) => !known.has(name ?? '') || !whole.endsWith('}'))
      .map(([whole]) => finding('placeholder-unknown', place, `Nothing fills “${whole}”.`)),
  );

interface TextPlace {
  readonly key: TextKey;
  readonly step: StepId;
  readonly text: string;
}

/** Texts with the step they belong to; reserved labels of `_safety.yaml` belong to none and are checked as words. */
function textsOf({ plan }: LintSubject): readonly TextPlace[] {
  return Object.entries(plan.texts).map(([key, text]) => {
    const [, place = ''] = key.split(':');
    return { key, text, step: place.split('.')[0] ?? '' };
  });
}

function finding(rule: Finding['rule'], place: TextPlace, message: string): Finding {
  return { rule, step: place.step, path: pathOf(place), message };
}

/** Where a text stands in the file: `flow:step.choose.2` is the second bubble of `steps.step.choose`. */
function pathOf({ key, step }: TextPlace): Finding['path'] {
  const [, property = '', name] = (key.split(':')[1] ?? '').split('.');
  if (property === 'options') return ['steps', step, property, name ?? '', 'label'];
  return ['steps', step, key.endsWith('.child') ? 'child' : property];
}
