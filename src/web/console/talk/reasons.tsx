import type { Reason } from '../../../wire/console.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { namedText } from '../text/named-text.ts';
import { formatHour } from '../text/times.ts';
import { useNow } from '../ui/now.tsx';
import { useTalk } from './talk-context.ts';

/** The evidence for the level, newest first; what a colleague's decision has set aside stays readable below. */
export function Reasons() {
  const t = useText();
  const newestFirst = [...useTalk().reasons].sort((one, other) => other.at - one.at);
  const counting = newestFirst.filter((reason) => reason.counts);
  const earlier = newestFirst.filter((reason) => !reason.counts);
  return (
    <>
      {newestFirst.length === 0 && <p className="soft">{t('reasons.none')}</p>}
      <ReasonList reasons={counting} />
      {earlier.length > 0 && (
        <details>
          <summary>{t('reasons.earlier', { count: earlier.length })}</summary>
          <p className="soft">{t('reasons.old')}</p>
          <ReasonList reasons={earlier} />
        </details>
      )}
    </>
  );
}

function ReasonList({ reasons }: { readonly reasons: readonly Reason[] }) {
  return (
    <ul className="reasons">
      {reasons.map((reason) => (
        <ReasonItem key={`${reason.code} ${reason.at} ${reason.quote}`} reason={reason} />
      ))}
    </ul>
  );
}

function ReasonItem({ reason }: { readonly reason: Reason }) {
  const t = useText();
  const { language } = useLanguage();
  const now = useNow();
  return (
    <li className="reason" data-counts={reason.counts}>
      <p>
        <span className="code">{reason.code}</span>{' '}
        {explained(namedText(language, 'trigger.', reason.code), reason.code)}
      </p>
      {reason.quote !== null && <blockquote>{reason.quote}</blockquote>}
      {reason.doubted && <p>{t('guard.doubt')}</p>}
      <p className="soft">
        <span className="digits">{formatHour(reason.at, now)}</span> ·{' '}
        {namedText(language, 'source.', reason.source)}
      </p>
    </li>
  );
}

/** A code without an explanation is shown once, not twice. */
const explained = (text: string, code: string): string => (text === code ? '' : text);
