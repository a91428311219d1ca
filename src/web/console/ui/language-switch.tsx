import { languages } from '../text/catalogue.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { Button } from './button.tsx';

/** Vietnamese or English, each named in itself. */
export function LanguageSwitch() {
  const { language, choose } = useLanguage();
  const t = useText();
  const other = languages.find((tag) => tag !== language) ?? 'vi';
  return (
    <span lang={other}>
      <Button look="quiet" onPress={() => choose(other)}>
        {t(`app.${other}`)}
      </Button>
    </span>
  );
}
