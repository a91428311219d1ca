import { type KeyboardEvent, useId, useRef } from 'react';
import { longestMessage } from '../../../wire/console.ts';
import { useConsole } from '../desk/desk-context.ts';
import { limits } from '../limits.ts';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { RepliesMenu } from './replies-menu.tsx';
import { useTalk } from './talk-context.ts';
import { useSend } from './use-send.ts';

/** Writes to one person, whose name and colour stand right beside the box. Nothing here sends by one stray key. */
export function Composer() {
  const t = useText();
  const id = useId();
  const { conversation, line } = useTalk();
  const { state, actions } = useConsole();
  const text = state.drafts[conversation]?.text ?? '';
  const box = useRef<HTMLTextAreaElement>(null);
  const { send, sending, problem } = useSend(conversation, text);
  const write = (next: string) => actions.tell({ type: 'drafted', conversation, text: next });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send();
  };
  const insert = (reply: string) => {
    write(text.trim() === '' ? reply : `${text.trimEnd()} ${reply}`);
    box.current?.focus();
  };
  return (
    <div className="composer">
      <label htmlFor={id}>{t('composer.label', { pseudonym: line.pseudonym })}</label>
      <textarea
        ref={box}
        id={id}
        rows={3}
        value={text}
        placeholder={t('composer.placeholder', { pseudonym: line.pseudonym })}
        readOnly={sending}
        aria-describedby={`${id}-hint ${id}-problem`}
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <output className="field__problem" id={`${id}-problem`}>
        {problem !== null && t(problem)}
      </output>
      <div className="composer__foot">
        <RepliesMenu onChoose={insert} />
        <p className="composer__hint" data-room={roomFor(text)} id={`${id}-hint`}>
          <Room text={text} />
        </p>
        <Button look="main" isDisabled={sending || text.trim() === '' || roomLeft(text) < 0} onPress={send}>
          {sending ? t('composer.sending') : t('composer.send', { pseudonym: line.pseudonym })}
        </Button>
      </div>
    </div>
  );
}

const roomLeft = (text: string): number => longestMessage - text.trim().length;

function roomFor(text: string): 'enough' | 'little' | 'none' {
  if (roomLeft(text) < 0) return 'none';
  return roomLeft(text) <= limits.nearlyFull ? 'little' : 'enough';
}

/** The hint, or how much room is left when it gets short. */
function Room({ text }: { readonly text: string }) {
  const t = useText();
  const left = roomLeft(text);
  if (left < 0) return t('composer.too-long', { count: -left });
  return roomFor(text) === 'little' ? t('composer.left', { count: left }) : t('composer.hint');
}
