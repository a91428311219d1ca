import { useEffect, useRef } from 'react';
import { useConsole } from '../desk/desk-context.ts';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { CardBars } from './card-bars.tsx';
import { ComposerPlace } from './composer-place.tsx';
import { Details } from './details.tsx';
import { OfferSent } from './hand-over.tsx';
import { MessageList } from './message-list.tsx';
import { TalkContext } from './talk-context.ts';
import { TalkHeader } from './talk-header.tsx';

/** The opened conversation, or why there is none. */
export function TalkPane() {
  const t = useText();
  const { talk, gone, opened } = useConsole().state;
  if (talk !== null && gone === null) return <OpenTalk key={talk.conversation} />;
  if (opened === null) return <p className="talk__empty">{t('talk.none')}</p>;
  return (
    <div className="talk__empty">
      <BackButton />
      <output>{t(gone === null ? 'talk.loading' : `talk.gone.${gone}`)}</output>
    </div>
  );
}

function OpenTalk() {
  const t = useText();
  const { talk } = useConsole().state;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  if (talk === null) return null;
  return (
    <TalkContext value={talk}>
      <article
        className="talk"
        data-colour={talk.line.colour}
        aria-label={t('talk.with', { pseudonym: talk.line.pseudonym })}
      >
        <div className="talk__column">
          <TalkHeader back={<BackButton />} heading={heading} />
          <CardBars />
          <OfferSent line={talk.line} />
          <MessageList />
          <ComposerPlace />
        </div>
        <Details />
      </article>
    </TalkContext>
  );
}

/** Only on narrow screens; wide ones show the list all the time. */
function BackButton() {
  const t = useText();
  const { actions } = useConsole();
  return (
    <div className="talk__back">
      <Button look="quiet" onPress={() => actions.open(null)}>
        <span aria-hidden="true">‹</span> {t('action.back')}
      </Button>
    </div>
  );
}
