import en from '../../locales/en/lint.json' with { type: 'json' };
import vi from '../../locales/vi/lint.json' with { type: 'json' };

const languages: Readonly<Record<'vi' | 'en', Readonly<Record<string, { readonly text: string }>>>> = {
  vi,
  en,
};

/** The sentence of an issue or a property for staff; the key itself where the catalogue has none (a test forbids it). */
export function sentenceOf(
  language: keyof typeof languages,
  key: string,
  params: Readonly<Record<string, string>>,
): string {
  const texts = languages[language];
  const text = Object.hasOwn(texts, key) ? (texts[key]?.text ?? key) : key;
  return text.replaceAll(/\{(\w+)\}/gu, (whole, name: string) => params[name] ?? whole);
}
