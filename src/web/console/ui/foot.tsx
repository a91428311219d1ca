import { useText } from '../text/language.tsx';

/** The licence and where the source is, as the AGPL asks for (section 13). The server fills the address in. */
export function Foot() {
  const t = useText();
  const source = sourceAddress();
  return (
    <footer className="foot">
      {t('foot.licence')}{' '}
      {source === null ? t('foot.source.unknown') : <a href={source}>{t('foot.source')}</a>}
    </footer>
  );
}

function sourceAddress(): string | null {
  const content = document.querySelector<HTMLMetaElement>('meta[name="source"]')?.content ?? '';
  return /^https?:\/\//.test(content) ? content : null;
}
