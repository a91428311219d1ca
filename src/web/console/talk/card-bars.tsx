import { useCommand } from '../desk/use-command.ts';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { useSecondsLeft } from '../ui/now.tsx';
import { useTalk } from './talk-context.ts';

/** Cards that go out by themselves unless the counsellor acts, with the time left (safety-content §3.0, §3.4). */
export function CardBars() {
  return (
    <>
      <CodeBar />
      <ImminentBar />
    </>
  );
}

function CodeBar() {
  const t = useText();
  const command = useCommand();
  const { codeCardAt, conversation, composer } = useTalk();
  const seconds = useSecondsLeft(codeCardAt);
  if (codeCardAt === null) return null;
  const answer = (choice: 'card' | 'answer') => void command('code', { conversation, answer: choice });
  return (
    <section className="card-bar" aria-labelledby="code-title">
      <div>
        <h3 id="code-title">{t('code.title')}</h3>
        <p role="timer">{t('code.text', { seconds })}</p>
      </div>
      {composer !== 'not-yours' && (
        <div className="buttons">
          <Button look="danger" onPress={() => answer('card')}>
            {t('code.card')}
          </Button>
          <Button onPress={() => answer('answer')}>{t('code.answer')}</Button>
        </div>
      )}
    </section>
  );
}

function ImminentBar() {
  const t = useText();
  const { imminentCardAt } = useTalk();
  const seconds = useSecondsLeft(imminentCardAt);
  if (imminentCardAt === null) return null;
  return (
    <section className="card-bar" aria-labelledby="imminent-title">
      <div>
        <h3 id="imminent-title">{t('imminent.title')}</h3>
        <p role="timer">{t('imminent.text', { seconds })}</p>
      </div>
    </section>
  );
}
