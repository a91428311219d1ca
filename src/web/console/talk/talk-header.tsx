import type { ReactNode, RefObject } from 'react';
import { Flags } from '../desk/flags.tsx';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { LevelMark } from '../ui/level-mark.tsx';
import { OutsideLine, ReachLine } from './reach-line.tsx';
import { useTalk } from './talk-context.ts';

interface TalkHeaderProps {
  readonly back: ReactNode;
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

/** Whom one is talking with: name and colour come back at the composer, against answering the wrong person. */
export function TalkHeader({ back, heading }: TalkHeaderProps) {
  const t = useText();
  const talk = useTalk();
  return (
    <header className="talk__header">
      <div className="talk__ways">
        {back}
        <Button look="quiet" onPress={showDetails}>
          {t('talk.to-details')}
        </Button>
      </div>
      <div className="talk__title">
        <h2 ref={heading} tabIndex={-1}>
          {talk.line.pseudonym}
        </h2>
        <LevelMark level={talk.level} />
        <Flags line={talk.line} />
      </div>
      <p className="soft">
        {t(`talk.owner.${talk.owner}`, { name: talk.line.holder?.name ?? '' })} ·{' '}
        {t(talk.pageOpen ? 'talk.page-open' : 'talk.page-closed')}
      </p>
      <OutsideLine />
      <ReachLine />
    </header>
  );
}

/** On a phone the details stand below the talk. Not a `#` link: it would count as "back" in the browser's history. */
const showDetails = (): void => document.querySelector('.details')?.scrollIntoView();
