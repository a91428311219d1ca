import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { TalkMessage } from '../../../wire/console.ts';
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
  const { list, atEnd, onScroll, toEnd } = useFollowing(messages);
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

/**
 * Only a reader who scrolls up stops the following: a list that grows or gets less room (a bar, a keyboard) moves the
 * end away by itself, and then it is followed.
 */
function useFollowing(messages: readonly TalkMessage[]) {
  const list = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const following = useRef(true);
  const top = useRef(0);
  const toEnd = useCallback(() => {
    if (list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  }, []);
  const follow = useCallback(() => {
    if (following.current) toEnd();
  }, [toEnd]);
  useLayoutEffect(() => {
    if (messages.length > 0) follow();
  }, [messages, follow]);
  useEffect(() => {
    if (list.current === null) return undefined;
    const sizes = new ResizeObserver(follow);
    sizes.observe(list.current);
    return () => sizes.disconnect();
  }, [follow]);
  const onScroll = () => {
    const element = list.current;
    if (element === null) return;
    const isEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
    if (isEnd) following.current = true;
    else if (element.scrollTop < top.current) following.current = false;
    top.current = element.scrollTop;
    setAtEnd(following.current);
  };
  return { list, atEnd, onScroll, toEnd };
}
