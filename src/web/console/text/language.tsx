import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { isLanguage, type Language, type MessageKey, type Params, translate } from './catalogue.ts';

interface LanguageChoice {
  readonly language: Language;
  readonly choose: (language: Language) => void;
}
/** A staff machine may remember the language; nothing else is stored on it. */
const storageKey = 'console.language';

const LanguageContext = createContext<LanguageChoice>({ language: 'vi', choose: () => undefined });

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(remembered);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choice = useMemo(
    () => ({
      language,
      choose: (next: Language) => {
        setLanguage(next);
        remember(next);
      },
    }),
    [language],
  );
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}

export const useLanguage = (): LanguageChoice => use(LanguageContext);

export type Translate = (key: MessageKey, params?: Params) => string;

/** `t('queue.title')` in the language chosen. */
export function useText(): Translate {
  const { language } = use(LanguageContext);
  return (key, params) => translate(language, key, params);
}

/** Storage can be forbidden by the browser; the console works without it. */
function remembered(): Language {
  try {
    const stored = localStorage.getItem(storageKey);
    return isLanguage(stored) ? stored : 'vi';
  } catch {
    return 'vi';
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // The choice holds until the page is closed.
  }
}
