import type { HouseDetail } from '../../../../wire/house/calls.ts';
import type { Language } from '../../text/catalogue.ts';
import { namedText } from '../../text/named-text.ts';

/** What is wrong with one field, in words; null when nothing is. */
export function problemOf(
  language: Language,
  problems: readonly HouseDetail[],
  field: string,
): string | null {
  const found = problems.find((one) => one.field === field);
  return found === undefined ? null : namedText(language, 'house.problem.', found.problem, found.params);
}
