import { keptDrafts } from '../state/views.ts';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { useConsole } from './desk-context.ts';

/** Unsent words of conversations that went back to the queue: kept for their writer (safety-content §3.4). */
export function KeptTexts() {
  const t = useText();
  const { state, actions } = useConsole();
  const kept = keptDrafts(state);
  if (kept.length === 0) return null;
  return (
    <section className="panel panel--kept" aria-labelledby="kept-title">
      <h2 id="kept-title">{t('kept.title')}</h2>
      <p className="soft">{t('kept.why')}</p>
      <ul className="rows">
        {kept.map(([conversation, draft]) => (
          <li key={conversation} className="kept">
            <strong>{draft.pseudonym}</strong>
            <blockquote>{draft.text}</blockquote>
            <Button
              look="quiet"
              aria-label={`${t('kept.discard')}: ${draft.pseudonym}`}
              onPress={() => actions.tell({ type: 'drafted', conversation, text: '' })}
            >
              {t('kept.discard')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
