import type { ReactNode } from 'react';
import { useText } from '../text/language.tsx';
import { Foot } from '../ui/foot.tsx';
import { LanguageSwitch } from '../ui/language-switch.tsx';

/** The frame of the screens before the desk. */
export function Door({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const t = useText();
  return (
    <div className="door">
      <header className="door__top">
        <span className="door__name">{t('app.name')}</span>
        <LanguageSwitch />
      </header>
      <main className="door__card">
        <h1>{title}</h1>
        {children}
      </main>
      <Foot />
    </div>
  );
}
