import { useState } from 'react';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { useConsole } from './desk-context.ts';

/** She is being paged: pressing says that she has it. The bell goes on until somebody accepts the conversation. */
export function CalledBar() {
  const t = useText();
  const { state, actions } = useConsole();
  const [busy, setBusy] = useState(false);
  const called = state.desk?.called;
  const press = async () => {
    setBusy(true);
    const outcome = await actions.house('paging/acknowledge', { way: 'desk' });
    setBusy(false);
    if (outcome.status !== 'done') actions.tell({ type: 'notice', notice: 'refused.failed' });
  };
  return (
    <section aria-live="assertive" aria-label={t('called.region')}>
      {called !== undefined && (
        <div className={called.drill ? 'bar bar--yellow' : 'bar bar--red'}>
          <p>{t(called.drill ? 'called.drill' : 'called.page')}</p>
          <Button isDisabled={busy} onPress={() => void press()}>
            {t('called.have-it')}
          </Button>
        </div>
      )}
    </section>
  );
}
