import { useEffect, useRef } from 'react';
import { HandOverDialog } from '../talk/hand-over.tsx';
import { GiveBackDialog, ReleaseDialog } from '../talk/leaving.tsx';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { useConsole, useDesk } from './desk-context.ts';
import { QueueRow } from './queue-row.tsx';
import { useCommand } from './use-command.ts';

/** Going off shift with open talks: each of them with what can be done about it, until none is left. */
export function SignOff() {
  const t = useText();
  const { state, actions } = useConsole();
  const { mine, me } = useDesk();
  const command = useCommand();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = state.signingOff && me.onShift;
  useEffect(() => {
    if (shown) heading.current?.focus();
  }, [shown]);
  if (!shown) return null;
  const stay = () => actions.tell({ type: 'signing-off', on: false });
  const leave = async () => {
    if ((await command('shift/off', {})) !== null) stay();
  };
  return (
    <section className="panel panel--shift" aria-labelledby="signoff-title">
      <h2 id="signoff-title" ref={heading} tabIndex={-1}>
        {t('signoff.title')}
      </h2>
      <p>{mine.length === 0 ? t('signoff.none') : t('signoff.open', { n: mine.length })}</p>
      <ul className="rows">
        {mine.map((line) => (
          <li key={line.conversation} className="row" data-colour={line.colour} data-level={line.level}>
            <QueueRow line={line} waits={false}>
              <span className="buttons">
                <HandOverDialog line={line} />
                <GiveBackDialog line={line} />
                <ReleaseDialog line={line} />
                <Button look="quiet" onPress={() => actions.open(line.conversation)}>
                  {t('signoff.view', { pseudonym: line.pseudonym })}
                </Button>
              </span>
            </QueueRow>
          </li>
        ))}
      </ul>
      <div className="buttons">
        {mine.length === 0 && (
          <Button look="main" onPress={() => void leave()}>
            {t('signoff.done')}
          </Button>
        )}
        <Button onPress={stay}>{t('signoff.stay')}</Button>
      </div>
    </section>
  );
}
