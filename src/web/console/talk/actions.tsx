import { useConsole } from '../desk/desk-context.ts';
import { refusalKey } from '../desk/use-command.ts';
import type { Outcome } from '../live/api.ts';
import { useText } from '../text/language.tsx';
import { NoteDialog } from '../ui/note-dialog.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { LevelDialog } from './level-dialog.tsx';
import { useTalk } from './talk-context.ts';

/** What the holder can do with the conversation; each is a deliberate second step. */
export function Actions() {
  const t = useText();
  const { state, actions } = useConsole();
  const { conversation, line } = useTalk();
  const isMine = state.desk?.mine.some((mine) => mine.conversation === conversation) ?? false;
  if (!isMine) return null;
  const { pseudonym } = line;
  const leaving = async (outcome: Promise<Outcome>) => {
    const problem = refusalKey(await outcome);
    if (problem !== null) return t(problem);
    actions.open(null);
    return null;
  };
  return (
    <section className="actions" aria-label={t('actions.title')}>
      <LevelDialog />
      <NoteDialog
        open={t('return.open')}
        title={t('return.title', { pseudonym })}
        text={t('return.text')}
        label={t('return.note')}
        confirm={t('return.confirm')}
        optional
        onConfirm={(note) => leaving(actions.run('return', { conversation, note }))}
      />
      <NoteDialog
        open={t('release.open')}
        title={t('release.title', { pseudonym })}
        text={t('release.text')}
        label={t('release.note')}
        confirm={t('release.confirm')}
        onConfirm={(note) => leaving(actions.run('release', { conversation, note }))}
      />
      <CloseDialog />
    </section>
  );
}
