import { useText } from '../text/language.tsx';
import { formatHour } from '../text/times.ts';
import { useNow } from '../ui/now.tsx';
import { useTalk } from './talk-context.ts';

/** Until when her app lets us write to her: known before a message is written for nothing. */
export function ReachLine() {
  const t = useText();
  const now = useNow();
  const { reach } = useTalk();
  if (reach === undefined) return null;
  const free = formatHour(reach.freeUntil, now);
  const until = formatHour(reach.until, now);
  if (now >= reach.until) return <p className="soft">{t('reach.closed')}</p>;
  return (
    <p className="soft">
      {now < reach.freeUntil ? t('reach.free', { free, until }) : t('reach.billed', { until })}
    </p>
  );
}

/** Somebody answers her in the app's own console: until when the program holds back. */
export function OutsideLine() {
  const t = useText();
  const now = useNow();
  const { outsideUntil } = useTalk().line;
  if (outsideUntil === undefined || outsideUntil <= now) return null;
  return <p className="soft">{t('outside.until', { until: formatHour(outsideUntil, now) })}</p>;
}
