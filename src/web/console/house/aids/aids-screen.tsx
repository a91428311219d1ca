import { useText } from '../../text/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Aid } from './aid.tsx';
import { aidIds } from './aids.ts';

/** All job aids, to read in a calm hour and to print. */
export function AidsScreen() {
  const t = useText();
  return (
    <div className="lines">
      <p className="soft">{t('aids.text')}</p>
      <Button onPress={() => window.print()}>{t('aids.print')}</Button>
      <div className="aids">
        {aidIds.map((id) => (
          <section className="panel" key={id}>
            <h2>{t(`aid.${id}.title`)}</h2>
            <Aid id={id} />
          </section>
        ))}
      </div>
    </div>
  );
}
