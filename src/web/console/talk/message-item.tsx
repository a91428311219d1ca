import type { TalkMessage } from '../../../wire/console.ts';
import { useConsole } from '../desk/desk-context.ts';
import { useCommand } from '../desk/use-command.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { noteText } from '../text/named-text.ts';
import { formatHour } from '../text/times.ts';
import { Button } from '../ui/button.tsx';
import { useNow, useSecondsLeft } from '../ui/now.tsx';
import { MediaOpen } from './media-open.tsx';
import { useTalk } from './talk-context.ts';

/** One message: who, when, what became of it, and the words as they were written. */
export function MessageItem({ message }: { readonly message: TalkMessage }) {
  const t = useText();
  const { language } = useLanguage();
  const now = useNow();
  const isNote = message.from === 'note';
  return (
    <article className="message" data-from={message.from} data-state={message.state}>
      <p className="message__head">
        <strong>{t(`from.${message.from}`)}</strong>{' '}
        <time className="digits" dateTime={new Date(message.at).toISOString()}>
          {formatHour(message.at, now)}
        </time>
        {message.card !== null && <span className="mark mark--card">{t('message.card')}</span>}
      </p>
      {message.media === undefined ? (
        <p className="message__text">{isNote ? noteText(language, message.text) : message.text}</p>
      ) : (
        <MediaOpen message={message} />
      )}
      {!isNote && message.from !== 'person' && <MessageState message={message} />}
    </article>
  );
}

function MessageState({ message }: { readonly message: TalkMessage }) {
  const t = useText();
  const seconds = useSecondsLeft(message.undoUntil);
  const canUndo = message.state === 'pending' && seconds > 0;
  return (
    <div className="message__state">
      <span>{canUndo ? t('state.pending-in', { seconds }) : t(`state.${message.state}`)}</span>
      {canUndo && <UndoButton message={message} />}
    </div>
  );
}

/** Takes the message back into the composer. */
function UndoButton({ message }: { readonly message: TalkMessage }) {
  const t = useText();
  const { actions } = useConsole();
  const { conversation } = useTalk();
  const command = useCommand();
  const undo = async () => {
    const reply = await command('undo', { conversation, message: message.id });
    if (reply !== null) actions.tell({ type: 'taken-back', conversation, text: message.text });
  };
  return (
    <Button look="quiet" onPress={() => void undo()}>
      {t('message.undo')}
    </Button>
  );
}
