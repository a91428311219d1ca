import { useDesk } from '../desk/desk-context.ts';
import { mayAssign } from '../state/views.ts';
import { useText } from '../text/language.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { HandOverDialog } from './hand-over.tsx';
import { GiveBackDialog, KnownButton, ReleaseDialog } from './leaving.tsx';
import { LevelDialog } from './level-dialog.tsx';
import { JotDialog, WhisperDialog } from './staff-words.tsx';
import { useTalk } from './talk-context.ts';

/** What can be done with the conversation; each is a deliberate second step. */
export function Actions() {
  const { mine, me } = useDesk();
  const { conversation } = useTalk();
  if (mine.some((line) => line.conversation === conversation)) return <HoldersActions />;
  return mayAssign(me.role) ? <OverseersActions /> : null;
}

function HoldersActions() {
  const t = useText();
  const { line } = useTalk();
  return (
    <section className="actions" aria-label={t('actions.title')}>
      <LevelDialog />
      <HandOverDialog line={line} />
      <JotDialog />
      <GiveBackDialog line={line} />
      <KnownButton line={line} />
      <ReleaseDialog line={line} />
      <CloseDialog />
    </section>
  );
}

/** Who oversees a colleague's talk may set its level and whisper; she never writes to the person. */
function OverseersActions() {
  const t = useText();
  const { owner } = useTalk();
  return (
    <section className="actions" aria-label={t('actions.title')}>
      <LevelDialog />
      {owner === 'held' && <WhisperDialog />}
      <JotDialog />
    </section>
  );
}
