import { useLanguage, useText } from '../text/language.tsx';
import { namedText } from '../text/named-text.ts';
import { LevelMark } from '../ui/level-mark.tsx';
import { Actions } from './actions.tsx';
import { TalkAids } from './aids.tsx';
import { Decisions } from './decisions.tsx';
import { NumbersHere } from './numbers-here.tsx';
import { Reasons } from './reasons.tsx';
import { useTalk } from './talk-context.ts';

/** Beside the talk: its level and why, who decided what, what can be done. Below the talk on a phone. */
export function Details() {
  const t = useText();
  const talk = useTalk();
  return (
    <section className="details" aria-label={t('talk.details')}>
      <Actions />
      <section>
        <h3>{t('reasons.title')}</h3>
        <p>
          <LevelMark level={talk.level} />
        </p>
        {talk.highest !== talk.level && (
          <p className="soft">{t('reasons.highest', { level: t(`level.${talk.highest}`) })}</p>
        )}
        {talk.disputed && <p className="soft">{t('reasons.disputed')}</p>}
        <Reasons />
      </section>
      <TalkAids />
      <NumbersHere />
      <Decisions />
      <Facts />
    </section>
  );
}

function Facts() {
  const t = useText();
  const { language } = useLanguage();
  const { speaker, contact, line } = useTalk();
  return (
    <dl className="facts">
      <dt>{t('talk.speaker')}</dt>
      <dd>{t(`talk.speaker.${speaker}`)}</dd>
      <dt>{t('talk.contact')}</dt>
      <dd>{t(`talk.contact.${contact}`)}</dd>
      <dt>{t('talk.channel')}</dt>
      <dd>{namedText(language, 'channel.', line.channel)}</dd>
    </dl>
  );
}
