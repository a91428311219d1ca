import { useState } from 'react';
import { goTo } from '../house/use-route.ts';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { useConsole, useDesk } from './desk-context.ts';
import { ShiftReach } from './shift-reach.tsx';
import { useCommand } from './use-command.ts';

type Step = 'before' | 'rung' | 'unheard' | 'blocked';

/** Going on shift: only who has just heard the bell counts as reachable (safety-content §1 rule 7). */
export function ShiftStart() {
  const t = useText();
  const { actions } = useConsole();
  const command = useCommand();
  const [step, setStep] = useState<Step>('before');
  const queue = useDesk().queue;
  const begin = async () => {
    if ((await command('shift/on', { soundHeard: true })) !== null && queue.length > 0) goTo('night');
  };
  const ring = async () => setStep((await actions.tryBell()) ? 'rung' : 'blocked');
  return (
    <section className="panel panel--shift" aria-labelledby="shift-title">
      <h2 id="shift-title">{t('shift.start.title')}</h2>
      <p>{t('shift.start.why')}</p>
      <ShiftReach />
      <Button look={step === 'rung' ? 'plain' : 'main'} onPress={() => void ring()}>
        {t(step === 'before' ? 'shift.sound.play' : 'shift.sound.again')}
      </Button>
      <div aria-live="polite">
        {step === 'rung' && (
          <>
            <p>{t('shift.sound.ask')}</p>
            <div className="buttons">
              <Button look="main" onPress={() => void begin()}>
                {t('shift.sound.heard')}
              </Button>
              <Button onPress={() => setStep('unheard')}>{t('shift.sound.not-heard')}</Button>
            </div>
          </>
        )}
        {step === 'blocked' && <p className="problem">{t('shift.sound.blocked')}</p>}
        {step === 'unheard' && <SoundAdvice />}
      </div>
    </section>
  );
}

function SoundAdvice() {
  const t = useText();
  return (
    <>
      <p>{t('shift.sound.mend')}</p>
      <ol className="steps">
        <li>{t('shift.sound.mend.1')}</li>
        <li>{t('shift.sound.mend.2')}</li>
        <li>{t('shift.sound.mend.3')}</li>
        <li>{t('shift.sound.mend.4')}</li>
      </ol>
    </>
  );
}
