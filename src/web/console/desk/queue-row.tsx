import type { ReactNode } from 'react';
import type { QueueLine } from '../../../wire/console.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { namedText } from '../text/named-text.ts';
import { LevelMark } from '../ui/level-mark.tsx';
import { Elapsed } from '../ui/now.tsx';
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
      {children}
    </>
  );
}
