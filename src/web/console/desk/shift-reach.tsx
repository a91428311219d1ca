import { PushSwitch } from '../reach/push-switch.tsx';
import { useText } from '../text/language.tsx';

/** What goes with a shift besides the bell in this window: notifications, and a screen that stays awake. */
export function ShiftReach() {
  const t = useText();
  return (
    <>
      <PushSwitch />
      {!('wakeLock' in navigator) && <p className="problem">{t('reach.wake.impossible')}</p>}
    </>
  );
}
