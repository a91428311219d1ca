import { useState } from 'react';
import { useText } from '../../text/language.tsx';
import { Button } from '../../ui/button.tsx';
import { houseProblem, useHouseChange } from '../use-house.ts';
import type { NumberRow } from './numbers-screen.tsx';

/** Takes an entry out of the register, after a second press. What it said is kept. */
export function RemoveNumber({ row, onDone }: { readonly row: NumberRow; readonly onDone: () => void }) {
  const t = useText();
  const remove = useHouseChange('numbers/remove');
  const [asked, setAsked] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const run = async () => {
    const outcome = await remove.run({ id: row.service.id, version: row.version });
    const key = houseProblem(outcome);
    setSaid(key === null ? null : t(key));
    if (key === null) onDone();
  };
  if (!asked) {
    return (
      <div className="buttons">
        <Button onPress={() => setAsked(true)}>{t('numbers.remove')}</Button>
      </div>
    );
  }
  return (
    <div className="panel" role="alert">
      <p>{t('numbers.remove.ask')}</p>
      <output className="problem">{said}</output>
      <div className="buttons">
        <Button onPress={() => setAsked(false)}>{t('action.cancel')}</Button>
        <Button look="danger" isDisabled={remove.busy} onPress={() => void run()}>
          {t('numbers.remove.yes')}
        </Button>
      </div>
    </div>
  );
}
