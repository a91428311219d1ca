import type { Category } from '../risk/category.ts';
import type { ContactRecord } from './contact-record.ts';

type Guess = Pick<ContactRecord, 'forms' | 'type' | 'context' | 'trafficked'>;
type Form = ContactRecord['forms'][number];
type Context = ContactRecord['context'][number];

/** What each category of the judgement says of form, act and context; the counsellor puts it right. */
const meanings: Partial<
  Readonly<
    Record<
      Category,
      { readonly form?: Form; readonly type?: ContactRecord['type']; readonly context?: Context }
    >
  >
> = {
  ipv_physical: { form: 'physical', type: 'physical-assault', context: 'partner' },
  ipv_psychological: { form: 'mental', type: 'psychological', context: 'partner' },
  ipv_economic: { form: 'economic', type: 'denial-of-resources', context: 'partner' },
  ipv_sexual: { form: 'sexual', type: 'sexual-assault', context: 'partner' },
  family_violence: { form: 'physical', type: 'physical-assault', context: 'family' },
  elder_abuse: { form: 'physical', type: 'physical-assault', context: 'family' },
  strangulation: { form: 'physical', type: 'physical-assault' },
  weapon: { form: 'physical', type: 'physical-assault' },
  threat_to_kill: { form: 'mental', type: 'psychological' },
  confinement: { form: 'mental', type: 'psychological' },
  stalking: { form: 'mental', type: 'psychological' },
  sexual_assault: { form: 'sexual', type: 'sexual-assault' },
  sexual_harassment: { form: 'sexual', type: 'sexual-assault', context: 'public' },
  child_physical: { form: 'physical', type: 'physical-assault', context: 'child' },
  child_sexual: { form: 'sexual', type: 'sexual-assault', context: 'child' },
  child_emotional: { form: 'mental', type: 'psychological', context: 'child' },
  child_neglect: { form: 'mental', type: 'denial-of-resources', context: 'child' },
  child_witness: { form: 'mental', type: 'psychological', context: 'child' },
  forced_marriage: { form: 'mental', type: 'forced-marriage', context: 'family' },
  child_marriage: { form: 'mental', type: 'forced-marriage', context: 'child' },
  trafficking: { form: 'mental', context: 'trafficking' },
  image_based: { form: 'sexual', context: 'online' },
  online_exploitation: { form: 'sexual', context: 'online' },
};

/** GBVIMS takes one type, the gravest act (User Guide: the first that fits from the top). */
const gravestFirst: readonly ContactRecord['type'][] = [
  'rape',
  'sexual-assault',
  'physical-assault',
  'forced-marriage',
  'denial-of-resources',
  'psychological',
];

/** What a record begins with, from what the judgement found: nothing is invented where it found nothing. */
export function firstGuess(categories: readonly Category[]): Guess {
  const found = categories.map((category) => meanings[category] ?? {});
  const all = <Value>(pick: (meaning: (typeof found)[number]) => Value | undefined): Value[] => [
    ...new Set(found.map(pick).filter((value) => value !== undefined)),
  ];
  const types = all(({ type }) => type);
  return {
    forms: all(({ form }) => form),
    type: gravestFirst.find((type) => types.includes(type)) ?? 'none',
    context: all(({ context }) => context),
    trafficked: categories.includes('trafficking'),
  };
}
