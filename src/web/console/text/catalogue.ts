import en from '../../../../locales/en/console.json' with { type: 'json' };
import vi from '../../../../locales/vi/console.json' with { type: 'json' };

/** Every key of the console's texts; the compiler checks each use. */
export type MessageKey = keyof typeof vi;

export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

/** Values for the `{names}` in a text. */
export type Params = Readonly<Record<string, string | number>>;

const catalogues: Readonly<Record<Language, Readonly<Record<MessageKey, { readonly text: string }>>>> = {
  vi,
  en,
};

/** The text behind a key with its `{names}` filled in; a name without a value stays as it is, to be seen. */
export function translate(language: Language, key: MessageKey, params: Params = {}): string {
  return catalogues[language][key].text.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}

/** Whether a key that the server named (`note.…`, `trigger.…`) is one of ours. */
export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(vi, key);

export const isLanguage = (value: unknown): value is Language => languages.includes(value as Language);
