import { useConsole } from '../desk/desk-context.ts';
import { refusalKey } from '../desk/use-command.ts';
import { useText } from '../text/language.tsx';
import { NoteDialog } from '../ui/note-dialog.tsx';
import { useTalk } from './talk-context.ts';

/** A supervisor's word into the holder's view. Its own command: nothing written here can reach the person. */
export function WhisperDialog() {
  const t = useText();
  const { actions } = useConsole();
  const { conversation, line } = useTalk();
  return (
    <NoteDialog
      open={t('whisper.open')}
      title={t('whisper.title', { pseudonym: line.pseudonym })}
      text={t('whisper.text')}
      label={t('whisper.note')}
      confirm={t('whisper.confirm')}
      onConfirm={async (text) => {
        const problem = refusalKey(await actions.run('whisper', { conversation, text }));
        return problem === null ? null : t(problem);
      }}
    />
  );
}

/** A private note in the talk, for staff only. */
export function JotDialog() {
  const t = useText();
  const { actions } = useConsole();
  const { conversation, line } = useTalk();
  return (
    <NoteDialog
      open={t('jot.open')}
      title={t('jot.title', { pseudonym: line.pseudonym })}
      text={t('whisper.text')}
      label={t('jot.note')}
      confirm={t('jot.confirm')}
      onConfirm={async (text) => {
        const problem = refusalKey(await actions.run('jot', { conversation, text }));
        return problem === null ? null : t(problem);
      }}
    />
  );
}
