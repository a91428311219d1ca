import enDiff from '../../locales/en/flow-diff.json' with { type: 'json' };
import enLint from '../../locales/en/lint.json' with { type: 'json' };
import viDiff from '../../locales/vi/flow-diff.json' with { type: 'json' };
import viLint from '../../locales/vi/lint.json' with { type: 'json' };

type Texts = Readonly<Record<string, { readonly text: string }>>;
type Language = 'vi' | 'en';

const lint: Readonly<Record<Language, Texts>> = { vi: viLint, en: enLint };
const diff: Readonly<Record<Language, Texts>> = { vi: viDiff, en: enDiff };

/** The sentence of an issue or a property for staff; the key itself where the catalogue has none (a test forbids it). */
export const sentenceOf = (
  language: Language,
  key: string,
  params: Readonly<Record<string, string>>,
): string => filled(lint[language], key, params);

/** The sentence of a difference between two revisions, for staff. */
export const diffSentenceOf = (
  language: Language,
  key: string,
  params: Readonly<Record<string, string>>,
): string => filled(diff[language], key, params);

function filled(texts: Texts, key: string, params: Readonly<Record<string, string>>): string {
  const text = Object.hasOwn(texts, key) ? (texts[key]?.text ?? key) : key;
  return text.replaceAll(/\{(\w+)\}/gu, (whole, name: string) => params[name] ?? whole);
}
