import type { QueueLine } from '../../../wire/console.ts';
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
      <dd>
        {t(`talk.contact.${contact}`)}
        {line.safe !== undefined && <SafeContact safe={line.safe} />}
      </dd>
      <WishFact />
      <dt>{t('talk.channel')}</dt>
      <dd>{namedText(language, 'channel.', line.channel)}</dd>
    </dl>
  );
}

/** Whom the person would like to talk to; whoever holds the talk says so herself when she is not. */
function WishFact() {
  const t = useText();
  const { language } = useLanguage();
  const { wish } = useTalk().line;
  if (wish === undefined) return null;
  const { gender, apart, commune, language: spoken } = wish;
  const wanted = [
    gender === null ? '' : t(`facts.gender.${gender}`),
    spoken === null ? '' : namedText(language, 'language.', spoken),
    apart && commune !== null ? t('talk.wish.commune', { commune }) : '',
    apart && commune === null ? t('flag.wish-apart') : '',
  ].filter((one) => one !== '');
  return (
    <>
      <dt>{t('talk.wish')}</dt>
      <dd>
        {wanted.join(' · ')} <span className="soft">{t('talk.wish.unmet')}</span>
      </dd>
    </>
  );
}

/** When and in which words she may be written to: the counsellor keeps to it. */
function SafeContact({ safe }: { readonly safe: NonNullable<QueueLine['safe']> }) {
  const t = useText();
  return (
    <>
      <br />
      {t(`safe.time.${safe.time}`)}
      <br />
      {safe.words === null ? t('safe.words.usual') : t('safe.words', { words: safe.words })}
    </>
  );
}
