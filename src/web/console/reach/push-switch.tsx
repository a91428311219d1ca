import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { usePush } from './use-push.ts';

/** Notifications of this browser: asked for by a press, and what is missing said in words. */
export function PushSwitch() {
  const t = useText();
  const { state, on, off } = usePush();
  if (state === null) return null;
  return (
    <div className="reach" aria-live="polite">
      <p className={state === 'on' ? undefined : 'problem'}>{t(`reach.push.${state}`)}</p>
      {state === 'off' && <Button onPress={on}>{t('reach.push.switch-on')}</Button>}
      {state === 'on' && (
        <Button look="quiet" onPress={off}>
          {t('reach.push.switch-off')}
        </Button>
      )}
    </div>
  );
}
