import { useId, useState } from 'react';
import type { QueueLine } from '../../../wire/console.ts';
import { useConsole, useDesk } from '../desk/desk-context.ts';
import { refusalKey, useCommand } from '../desk/use-command.ts';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { NoteDialog } from '../ui/note-dialog.tsx';
import { useSecondsLeft } from '../ui/now.tsx';

interface HandOverProps {
  readonly line: Pick<QueueLine, 'conversation' | 'pseudonym'>;
}

/** Offers a talk to somebody on shift, with what she should know. */
export function HandOverDialog({ line: { conversation, pseudonym } }: HandOverProps) {
  const t = useText();
  const { actions } = useConsole();
  const { staff, me } = useDesk();
  const [to, setTo] = useState<string | null>(null);
  const colleagues = staff.filter(({ id, onShift }) => onShift && id !== me.id);
  const offer = async (note: string) => {
    if (to === null || !colleagues.some(({ id }) => id === to))
      return t(colleagues.length === 0 ? 'handover.nobody' : 'handover.choose');
    const problem = refusalKey(await actions.run('offer', { conversation, staff: to, note }));
    return problem === null ? null : t(problem);
  };
  return (
    <NoteDialog
      open={t('handover.open')}
      title={t('handover.title', { pseudonym })}
      text={t('handover.text')}
      label={t('handover.note')}
      confirm={t('handover.confirm')}
      optional
      onConfirm={offer}
    >
      <Colleagues colleagues={colleagues} chosen={to} onChoose={setTo} />
    </NoteDialog>
  );
}

interface ColleaguesProps {
  readonly colleagues: readonly { readonly id: string; readonly name: string; readonly talks: number }[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

function Colleagues({ colleagues, chosen, onChoose }: ColleaguesProps) {
  const t = useText();
  const name = useId();
  if (colleagues.length === 0) return <p className="soft">{t('handover.nobody')}</p>;
  return (
    <fieldset className="choice">
      <legend>{t('handover.to')}</legend>
      {colleagues.map((colleague) => (
        <label key={colleague.id}>
          <input
            type="radio"
            name={name}
            value={colleague.id}
            checked={colleague.id === chosen}
            onChange={() => onChoose(colleague.id)}
          />
          {t('queue.assign.person', { name: colleague.name, talks: colleague.talks })}
        </label>
      ))}
    </fieldset>
  );
}

/** Over the talk while a colleague has not answered. */
export function OfferSent({ line: { conversation, offer } }: { readonly line: QueueLine }) {
  const t = useText();
  const command = useCommand();
  const seconds = useSecondsLeft(offer?.until ?? null);
  if (offer === undefined || offer === null || seconds === 0) return null;
  return (
    <div className="offer-sent">
      <p role="timer">{t('offer.sent', { name: offer.to.name, seconds })}</p>
      <Button look="quiet" onPress={() => void command('offer/refuse', { conversation })}>
        {t('offer.withdraw')}
      </Button>
    </div>
  );
}
