import type { TalkFrame } from '../../../wire/console.ts';
import { useConsole } from '../desk/desk-context.ts';
import { refusalKey } from '../desk/use-command.ts';
import { useText } from '../text/language.tsx';
import { NoteDialog } from '../ui/note-dialog.tsx';
import { Composer } from './composer.tsx';
import { useTalk } from './talk-context.ts';

/** The composer, or why nothing can be written here; text begun before stays in memory meanwhile. */
export function ComposerPlace() {
  const { composer } = useTalk();
  return composer === 'open' ? <Composer /> : <ClosedComposer why={composer} />;
}

function ClosedComposer({ why }: { readonly why: Exclude<TalkFrame['composer'], 'open'> }) {
  const t = useText();
  const { conversation } = useTalk();
  const draft = useConsole().state.drafts[conversation];
  return (
    <section className="closed" data-why={why} aria-label={t('composer.closed')}>
      <p>{t(`closed.${why}`)}</p>
      {draft !== undefined && (
        <>
          <p className="soft">{t('kept.title')}</p>
          <blockquote>{draft.text}</blockquote>
        </>
      )}
      {why === 'quiet' && <Unlock />}
    </section>
  );
}

/** A second deliberate step with a reason that is kept (safety-content §3.3 rule 7). */
function Unlock() {
  const t = useText();
  const { conversation } = useTalk();
  const { actions } = useConsole();
  const unlock = async (reason: string) => {
    const problem = refusalKey(await actions.run('unlock', { conversation, reason }));
    return problem === null ? null : t(problem);
  };
  return (
    <NoteDialog
      open={t('closed.quiet.unlock')}
      title={t('closed.quiet.title')}
      text={t('closed.quiet.warning')}
      label={t('closed.quiet.reason')}
      confirm={t('closed.quiet.confirm')}
      look="danger"
      onConfirm={unlock}
    />
  );
}
