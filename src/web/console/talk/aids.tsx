import { Aid } from '../house/aids/aid.tsx';
import { aidsFor } from '../house/aids/aids.ts';
import { useText } from '../text/language.tsx';
import { useTalk } from './talk-context.ts';

/** What to do in a talk like this one, folded away until it is wanted. */
export function TalkAids() {
  const t = useText();
  const talk = useTalk();
  const ids = aidsFor(talk);
  if (ids.length === 0) return null;
  return (
    <section>
      <h3>{t('aids.here')}</h3>
      {ids.map((id) => (
        <details key={id}>
          <summary>{t(`aid.${id}.title`)}</summary>
          <Aid id={id} />
        </details>
      ))}
    </section>
  );
}
