import type { ReactNode } from 'react';
import type { QueueLine } from '../../../wire/console.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { namedText } from '../text/named-text.ts';
import { formatElapsed } from '../text/times.ts';
import { LevelMark } from '../ui/level-mark.tsx';
import { Elapsed, useNow } from '../ui/now.tsx';
import { Flags } from './flags.tsx';

interface QueueRowProps {
  readonly line: QueueLine;
  /** Hides the waiting time of what nobody waits for any more. */
  readonly waits?: boolean;
  readonly children?: ReactNode;
}

/** One conversation in a list: level, pseudonym, how long it has waited, what to know. None of the person's words. */
export function QueueRow({ line, waits = true, children }: QueueRowProps) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <>
      <div className="row__head">
        <LevelMark level={line.level} />
        {waits && (
          <span className="row__time">
            {t('queue.waits', { time: '' }).trimEnd()} <Elapsed since={line.waitingSince} />
          </span>
        )}
      </div>
      <div className="row__who">
        <strong>{line.pseudonym}</strong>{' '}
        <span className="soft">{namedText(language, 'channel.', line.channel)}</span>
      </div>
      <Flags line={line} />
      <NextClock at={line.nextClockAt ?? null} />
      {children}
    </>
  );
}

/** When it goes on by itself if nobody acts: the next call of a line that waits, the way back of one that is held. */
function NextClock({ at }: { readonly at: number | null }) {
  const t = useText();
  const now = useNow();
  if (at === null || at <= now) return null;
  return <p className="soft digits">{t('queue.next-clock', { time: formatElapsed(at - now) })}</p>;
}
