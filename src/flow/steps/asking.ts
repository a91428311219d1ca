import { z } from 'zod';
import type { AskingStep } from '../graph.ts';
import type { PlanOption, PlanVariable } from '../plan.ts';
import { bubbles, keepBubbles, noMatch, report, type StepPlace, silence, target } from './kind.ts';

/** What every question for a typed value has besides its own words. */
export const askingFields = {
  child: bubbles.optional(),
  save: z.string(),
  /** `8` leaves the variable as it is and goes on. */
  skippable: z.literal(true).optional(),
  checkpoint: z.literal(true).optional(),
  next: target,
  no_match: noMatch,
  silence,
};
const asking = z.strictObject(askingFields);
type Authored = z.infer<typeof asking>;

type Valued = Extract<AskingStep, { save: string; next: string }>;
type Common = Pick<
  Valued,
  'text' | 'childText' | 'save' | 'options' | 'next' | 'noMatch' | 'silence' | 'checkpoint'
>;

/** The common part of `ask_text`, `ask_number` and `ask_place`; `type` is what the variable must be able to hold. */
export function askingOf(
  authored: Authored,
  words: z.infer<typeof bubbles>,
  kind: Valued['kind'],
  type: PlanVariable['type'],
  place: StepPlace,
): Common {
  const variable = variableOf(place, authored.save);
  if (variable === undefined) report(place, 'var-undeclared', ['save'], { name: authored.save });
  else if (variable.type !== type)
    report(place, 'var-type', ['save'], { name: authored.save, type }, 'var-type.typed');
  return {
    text: keepBubbles(place, kind, words),
    ...(authored.child !== undefined && { childText: keepBubbles(place, kind, authored.child, '.child') }),
    save: authored.save,
    options: authored.skippable === true ? [skip(authored.next, place)] : [],
    next: authored.next,
    noMatch: authored.no_match,
    silence: authored.silence,
    checkpoint: authored.checkpoint ?? false,
  };
}

/** A variable of the flow by its name, when it is declared. */
export const variableOf = ({ variables }: StepPlace, name: string): PlanVariable | undefined =>
  Object.hasOwn(variables, name) ? variables[name] : undefined;

const skip = (next: string, { labels }: StepPlace): PlanOption => ({
  option: 'skip',
  digit: 8,
  label: labels.skip,
  risk: [],
  positive: false,
  next,
});
