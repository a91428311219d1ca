import type { QueueLine } from '../../../wire/console.ts';
import { useText } from '../text/language.tsx';
import { formatElapsed } from '../text/times.ts';
import { Button } from '../ui/button.tsx';
import { useNow, useSecondsLeft } from '../ui/now.tsx';
import { useConsole } from './desk-context.ts';
import { useCommand } from './use-command.ts';

/** Talks that colleagues offer to her: said at once, answered here. */
export function OfferBars() {
  const t = useText();
  const offers = useConsole().state.desk?.offers ?? [];
  return (
    <section aria-live="assertive" aria-label={t('handover.to')}>
      {offers.map((line) => (
        <OfferBar key={line.conversation} line={line} />
      ))}
    </section>
  );
}

function OfferBar({ line: { conversation, pseudonym, colour, level, offer } }: { readonly line: QueueLine }) {
  const t = useText();
  const { actions } = useConsole();
  const command = useCommand();
  const seconds = useSecondsLeft(offer?.until ?? null);
  if (offer === undefined || offer === null || seconds === 0) return null;
  const accept = async () => {
    if ((await command('offer/accept', { conversation })) !== null) actions.open(conversation);
  };
  return (
    <div className="bar bar--offer" data-colour={colour}>
      <div className="bar__texts">
        <p>{t('offer.received', { name: offer.by, pseudonym, level: t(`level.${level}`), seconds })}</p>
        {offer.note !== '' && <p className="bar__note">{t('offer.note', { note: offer.note })}</p>}
      </div>
      <Button look="main" onPress={() => void accept()}>
        {t('offer.accept')}
      </Button>
      <Button onPress={() => void command('offer/refuse', { conversation })}>{t('offer.refuse')}</Button>
    </div>
  );
}

/** Five quiet minutes after an imminent talk; she ends them when she likes. */
export function RestBar() {
  const t = useText();
  const command = useCommand();
  const until = useConsole().state.desk?.restsUntil;
  const now = useNow();
  if (until === undefined || until <= now) return null;
  return (
    <div className="bar bar--rest">
      <p role="timer">{t('rest.text', { time: formatElapsed(until - now) })}</p>
      <Button look="quiet" onPress={() => void command('rest/end', {})}>
        {t('rest.end')}
      </Button>
    </div>
  );
}
