import { useLanguage, useText } from '../text/language.tsx';
import { namedText } from '../text/named-text.ts';
import { formatHour } from '../text/times.ts';
import { useNow } from '../ui/now.tsx';
import { useTalk } from './talk-context.ts';

/** What named colleagues decided about the level, and why (promise 2). */
export function Decisions() {
  const t = useText();
  const { language } = useLanguage();
  const now = useNow();
  const { decisions } = useTalk();
  if (decisions.length === 0) return null;
  return (
    <section>
      <h3>{t('decisions.title')}</h3>
      <ul className="reasons">
        {[...decisions].reverse().map((decision) => (
          <li key={`${decision.at} ${decision.by}`} className="reason">
            <p>
              {t('decisions.line', {
                name: decision.by,
                level: namedText(language, 'level.', decision.level),
              })}
            </p>
            <blockquote>{decision.reason}</blockquote>
            <p className="soft digits">{formatHour(decision.at, now)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
