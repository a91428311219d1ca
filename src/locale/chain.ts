/** The language every text is written in first, and the end of every chain. */
export const baseLanguage = 'vi';

/** Chains that pass through a third language; all others go straight to Vietnamese (language §7.3). */
const longChains: ReadonlyMap<string, readonly string[]> = new Map([
  ['yue-Hant', ['yue-Hant', 'zh-Hant', baseLanguage]],
]);

/**
 * The languages in which a message is looked for, in order; each message falls back by itself.
 * Never from one minority language to another, and never to English.
 */
export function chainOf(language: string): readonly string[] {
  if (language === baseLanguage) return [baseLanguage];
  return longChains.get(language) ?? [language, baseLanguage];
}

/** Only these languages have plural forms; in all others a branch on `one` or `few` is a mistake (language §7.2). */
export const languagesWithPlurals: ReadonlySet<string> = new Set(['en']);
