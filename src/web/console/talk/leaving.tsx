import type { QueueLine } from '../../../wire/console.ts';
import { useConsole } from '../desk/desk-context.ts';
import { refusalKey } from '../desk/use-command.ts';
import type { Outcome } from '../live/api.ts';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { NoteDialog } from '../ui/note-dialog.tsx';

interface LineProps {
  readonly line: Pick<QueueLine, 'conversation' | 'pseudonym'>;
}

/** Runs something that takes the talk out of her hands; then the list is shown. The refusal, when there is one. */
function useLeaving() {
  const t = useText();
  const { actions } = useConsole();
  return async (outcome: Promise<Outcome>): Promise<string | null> => {
    const problem = refusalKey(await outcome);
    if (problem !== null) return t(problem);
    actions.open(null);
    return null;
  };
}

/** To the head of the queue. */
export function GiveBackDialog({ line: { conversation, pseudonym } }: LineProps) {
  const t = useText();
  const { actions } = useConsole();
  const leaving = useLeaving();
  return (
    <NoteDialog
      open={t('return.open')}
      title={t('return.title', { pseudonym })}
      text={t('return.text')}
      label={t('return.note')}
      confirm={t('return.confirm')}
      optional
      onConfirm={(note) => leaving(actions.run('return', { conversation, note }))}
    />
  );
}

/** To the program. */
export function ReleaseDialog({ line: { conversation, pseudonym } }: LineProps) {
  const t = useText();
  const { actions } = useConsole();
  const leaving = useLeaving();
  return (
    <NoteDialog
      open={t('release.open')}
      title={t('release.title', { pseudonym })}
      text={t('release.text')}
      label={t('release.note')}
      confirm={t('release.confirm')}
      onConfirm={(note) => leaving(actions.run('release', { conversation, note }))}
    />
  );
}

/** She may know the person: at once, no reason asked, and never offered to her again. */
export function KnownButton({ line: { conversation } }: LineProps) {
  const t = useText();
  const { actions } = useConsole();
  const leaving = useLeaving();
  const giveBack = async () => {
    const outcome = actions.run('return', { conversation, note: '', known: true });
    if ((await leaving(outcome)) !== null)
      actions.tell({ type: 'notice', notice: refusalKey(await outcome) });
  };
  return <Button onPress={() => void giveBack()}>{t('known.open')}</Button>;
}
