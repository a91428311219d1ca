import { placeholders } from './placeholders.ts';
import { finding, type LintRule } from './rule.ts';
import { textPlaces } from './text-places.ts';

/** No telephone number stands in a text: numbers come from the register through placeholders (DESIGN, "Flow files"). */
const numberInText: LintRule = ({ plan }) =>
  textPlaces(plan)
    .filter(({ text }) => /\d(?:[\s.()-]?\d){2,}/u.test(text))
    .map(({ step, path }) => finding('hotline-unregistered', step, path));

/** A card shows only what stands in the register. */
const cardsUnknown: LintRule = ({ plan, around: { hotlines } }) =>
  hotlines === undefined
    ? []
    : Object.entries(plan.steps).flatMap(([step, meaning]) =>
        meaning.kind === 'say' && meaning.cards?.kind === 'hotlines'
          ? meaning.cards.ids
              .filter((id) => !hotlines.has(id))
              .map((id) =>
                finding('hotline-unregistered', step, ['cards'], { id }, 'hotline-unregistered.card'),
              )
          : [],
      );

export const hotlineUnregistered: LintRule = (subject) => [
  ...numberInText(subject),
  ...cardsUnknown(subject),
];

/** A card of a number that was not tested for too long would show nothing (safety-content §7). */
export const hotlineStale: LintRule = ({ plan, around: { hotlines } }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    meaning.kind === 'say' && meaning.cards?.kind === 'hotlines'
      ? meaning.cards.ids
          .filter((id) => hotlines?.get(id) === 'hidden')
          .map((id) => finding('hotline-stale', step, ['cards'], { id }))
      : [],
  );

const known = new Set<string>(placeholders);

/** Every `{name}` in a text is one that the register fills, or a variable of the flow (`private-shown` judges that). */
export const placeholderUnknown: LintRule = ({ plan }) =>
  textPlaces(plan).flatMap(({ step, path, text }) =>
    [...text.matchAll(/\{([^{}]*)\}?|\}/gu)]
      .filter(([whole, name = '']) => !whole.endsWith('}') || !(known.has(name) || shown(plan, name)))
      .map(([whole]) => finding('placeholder-unknown', step, path, { placeholder: whole })),
  );

type Variables = Parameters<LintRule>[0]['plan'];

function shown({ variables }: Variables, name: string): boolean {
  const type = Object.hasOwn(variables, name) ? variables[name]?.type : undefined;
  return type === 'number' || type === 'text';
}
