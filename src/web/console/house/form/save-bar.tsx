import { useText } from '../../text/language.tsx';
import { formatHour } from '../../text/times.ts';
import { Button } from '../../ui/button.tsx';
import { useNow } from '../../ui/now.tsx';
import type { Editing } from './use-editing.ts';

interface SaveBarProps {
  readonly editing: Pick<Editing<never>, 'isChanged' | 'othersFields' | 'takeTheirs' | 'keepMine'>;
  /** The names of the fields, for what somebody else changed. */
  readonly nameOf: (field: string) => string;
  readonly changed: { readonly at: number; readonly by: string } | null;
  readonly busy: boolean;
  /** What was wrong with the last attempt, or that it was saved. */
  readonly said: string | null;
  readonly isSaved: boolean;
  readonly onSave: () => void;
  /** One of the two versions was chosen: what was said of the other is over. */
  readonly onChosen?: () => void;
}

/** The end of a form: who was here last, what a colleague changed meanwhile, and saving. */
export function SaveBar({ editing, nameOf, changed, busy, said, isSaved, ...on }: SaveBarProps) {
  const t = useText();
  const now = useNow();
  const others = editing.othersFields.map(nameOf).join(', ');
  const choose = (take: () => void) => {
    take();
    on.onChosen?.();
  };
  return (
    <div className="save">
      {others !== '' && (
        <div className="panel panel--kept" role="alert">
          <p>{t('house.others', { name: changed?.by ?? '?', fields: others })}</p>
          <div className="buttons">
            <Button onPress={() => choose(editing.takeTheirs)}>{t('house.take-theirs')}</Button>
            <Button onPress={() => choose(editing.keepMine)}>{t('house.keep-mine')}</Button>
          </div>
        </div>
      )}
      <output className={isSaved ? 'soft' : 'problem'}>{said}</output>
      <div className="buttons">
        <Button look="main" isDisabled={busy || !editing.isChanged || others !== ''} onPress={on.onSave}>
          {t('house.save')}
        </Button>
        {changed !== null && (
          <p className="soft">{t('house.changed', { name: changed.by, at: formatHour(changed.at, now) })}</p>
        )}
      </div>
    </div>
  );
}
