import { useCallback, useEffect, useRef, useState } from 'react';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { MessageItem } from './message-item.tsx';
import { useTalk } from './talk-context.ts';

/** Pixels from the end within which the list counts as "at the end" and follows new messages. */
const nearEnd = 80;

/** The conversation so far. It follows new messages unless the reader has scrolled up; then it offers the way down. */
export function MessageList() {
  const t = useText();
  const { messages, line, composer } = useTalk();
  const { list, atEnd, onScroll, toEnd } = useFollowing(messages.length);
  return (
    <div className="messages__frame">
      <div
        ref={list}
        className="messages"
        role="log"
        // A scrolling region must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={t('talk.messages', { pseudonym: line.pseudonym })}
        onScroll={onScroll}
      >
        {messages.length === 0 && (
          <p className="soft">{t(composer === 'erased' ? 'talk.gone.erased' : 'talk.no-messages')}</p>
        )}
        {messages.map((message) => (
          <MessageItem key={message.id} message={message} />
        ))}
      </div>
      {!atEnd && (
        <div className="messages__newest">
          <Button onPress={toEnd}>{t('talk.newest')}</Button>
        </div>
      )}
    </div>
  );
}

function useFollowing(count: number) {
  const list = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const following = useRef(true);
  const toEnd = useCallback(() => {
    if (list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  }, []);
  useEffect(() => {
    if (count > 0 && following.current) toEnd();
  }, [count, toEnd]);
  const onScroll = () => {
    const element = list.current;
    if (element === null) return;
    following.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
    setAtEnd(following.current);
  };
  return { list, atEnd, onScroll, toEnd };
}
