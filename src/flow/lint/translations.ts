import { sourceHash } from '../../locale/source-hash.ts';
import type { Finding } from '../issue.ts';
import { finding, type LintRule, type Translation } from './rule.ts';
import { type TextPlace, textPlaces } from './text-places.ts';

/**
 * Every text has its translation in a language that people are offered; none is older than the Vietnamese, and none
 * has other placeholders (flow.md §3.2 rules 30, 31). The inherited texts are the catalogue's own to watch.
 */
export const translations: LintRule = ({ plan, inherited, around }) =>
  (around.translations ?? []).flatMap((translation) =>
    textPlaces(plan)
      .filter(({ step }) => !inherited.has(step))
      .flatMap((place) => judge(place, translation)),
  );

function judge(place: TextPlace, { language, live, entries }: Translation): readonly Finding[] {
  const { step, path, key, text } = place;
  const params = { language, name: key };
  const entry = Object.hasOwn(entries, key) ? entries[key] : undefined;
  if (entry === undefined)
    return [finding(live ? 'translation-unserved' : 'translation-missing', step, path, params)];
  const stale = entry.source !== sourceHash(text);
  return [
    ...(stale ? [finding('translation-stale', step, path, params)] : []),
    ...(namesOf(entry.text) === namesOf(text) ? [] : [finding('placeholder-mismatch', step, path, params)]),
  ];
}

const namesOf = (text: string): string =>
  [...new Set([...text.matchAll(/\{[^{}]*\}/gu)].map(([name]) => name))].sort().join(' ');
