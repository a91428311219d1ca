import { z } from 'zod';
import { flowLimits } from '../limits.ts';
import type { PlanOption } from '../plan.ts';
import {
  bubbles,
  keepBubbles,
  keepText,
  marksOf,
  noMatch,
  report,
  riskFields,
  type StepPlace,
  silence,
  stepKind,
  target,
} from './kind.ts';

/** One answer as written; an instrument's item has the same without `next` and with `weight`. */
export const optionFields = {
  label: z.string().optional(),
  /** The label for somebody under 18. */
  child: z.string().optional(),
  ...riskFields,
  speaker: z.enum(['self', 'child', 'third', 'mayharm']).optional(),
  quiet: z.literal(true).optional(),
  negative: z.literal(true).optional(),
};
const option = z.strictObject({ ...optionFields, next: target });
export type AuthoredOption = z.infer<typeof option> & { readonly weight?: number };

/** `choose`: asks one question and waits for one of at most four answers, *not sure* or *skip*. */
export const choose = stepKind({
  kind: 'choose',
  exits: ['no_match', 'silence'],
  schema: z.strictObject({
    choose: bubbles,
    child: bubbles.optional(),
    save: z.string().optional(),
    checkpoint: z.literal(true).optional(),
    options: z.record(z.string(), option),
    no_match: noMatch,
    silence,
  }),
  compile(authored, place) {
    checkSaved(place, authored.save, Object.keys(authored.options));
    return {
      kind: 'choose',
      text: keepBubbles(place, 'choose', authored.choose),
      ...(authored.child !== undefined && {
        childText: keepBubbles(place, 'choose', authored.child, '.child'),
      }),
      save: authored.save ?? null,
      options: optionsOf(authored.options, place),
      noMatch: authored.no_match,
      silence: authored.silence,
      checkpoint: authored.checkpoint ?? false,
    };
  },
});

type Reserved = keyof typeof reservedDigits;
const reservedDigits = { unsure: 7, skip: 8 } as const;
const answerDigits = [3, 4, 5, 6] as const;
const isReserved = (name: string): name is Reserved => Object.hasOwn(reservedDigits, name);

/** Digits follow the order of the file; 7 and 8 belong to *not sure* and *skip* (safety-content §3.0). */
export function optionsOf(
  authored: Readonly<Record<string, AuthoredOption>>,
  place: StepPlace,
): readonly PlanOption[] {
  const names = Object.keys(authored);
  const answers = names.filter((name) => !isReserved(name));
  if (answers.length === 0) report(place, 'schema', ['options'], {}, 'schema.answers');
  if (answers.length > flowLimits.answers) report(place, 'reserved-digit', ['options']);
  return [...answers, ...names.filter(isReserved)].map((name) => {
    const digit = isReserved(name) ? reservedDigits[name] : (answerDigits[answers.indexOf(name)] ?? 6);
    return optionOf(name, digit, authored[name] as AuthoredOption, place);
  });
}

function optionOf(
  name: string,
  digit: PlanOption['digit'],
  authored: AuthoredOption,
  place: StepPlace,
): PlanOption {
  const path = ['options', name];
  const risk = marksOf(place, path, authored);
  const counts = isReserved(name) ? name === 'unsure' && risk.length > 0 : true;
  return {
    option: name,
    digit,
    label: labelOf(name, authored, place),
    ...(authored.child !== undefined && {
      childLabel: keepText(place, ['options', name], authored.child, '.child'),
    }),
    risk,
    ...(authored.speaker !== undefined && { speaker: authored.speaker }),
    ...(authored.quiet !== undefined && { quiet: authored.quiet }),
    positive: counts && authored.negative === undefined,
    ...(authored.weight !== undefined && { weight: authored.weight }),
    next: authored.next,
  };
}

function labelOf(name: string, authored: AuthoredOption, place: StepPlace): string {
  if (authored.label !== undefined) return keepText(place, ['options', name], authored.label);
  if (isReserved(name)) return place.labels[name];
  report(place, 'text-empty', ['options', name], {}, 'text-empty.label');
  return `${place.namespace}:${place.step}.options.${name}`;
}

function checkSaved(place: StepPlace, save: string | undefined, names: readonly string[]): void {
  if (save === undefined) return;
  const variable = Object.hasOwn(place.variables, save) ? place.variables[save] : undefined;
  if (variable === undefined) return report(place, 'var-undeclared', ['save'], { name: save });
  if (variable.type !== 'choice')
    return report(place, 'var-type', ['save'], { name: save }, 'var-type.answers');
  const foreign = names.filter((name) => !isReserved(name) && !variable.of.includes(name));
  for (const name of foreign)
    report(place, 'var-type', ['options', name], { name: save, value: name }, 'var-type.hold');
}
