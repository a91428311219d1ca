import { HouseNav } from '../house/house-nav.tsx';
import { useLanguage, useText } from '../text/language.tsx';
import { namedText } from '../text/named-text.ts';
import { Button } from '../ui/button.tsx';
import { LanguageSwitch } from '../ui/language-switch.tsx';
import { useConsole, useDesk } from './desk-context.ts';
import { refusalKey } from './use-command.ts';

/** Who sits here, whether the shift runs, and the way out. */
export function TopBar() {
  const t = useText();
  const { language } = useLanguage();
  const { me } = useDesk();
  const { actions } = useConsole();
  return (
    <header className="top">
      <strong className="top__product">{t('app.name')}</strong>
      <p className="top__me">
        <span className="top__name">{me.name}</span>{' '}
        <span className="soft">{namedText(language, 'role.', me.role)}</span>
      </p>
      <p className="shift" data-on={me.onShift}>
        {t(me.onShift ? 'shift.on' : 'shift.off')}
      </p>
      <HouseNav />
      <div className="top__buttons">
        {me.onShift && <LeaveShift />}
        <LanguageSwitch />
        <Button look="quiet" onPress={actions.signOut}>
          {t('sign-out')}
        </Button>
      </div>
    </header>
  );
}

/** The server refuses while conversations are open: then they are listed with what can be done about each. */
function LeaveShift() {
  const t = useText();
  const { mine } = useDesk();
  const { actions } = useConsole();
  const leave = async () => {
    const outcome = await actions.run('shift/off', {});
    const refused = outcome.status === 'refused' && mine.length > 0;
    if (refused) {
      actions.tell({ type: 'signing-off', on: true });
      actions.open(null);
      actions.tell({ type: 'notice', notice: 'refused.holding' });
    } else actions.tell({ type: 'notice', notice: refusalKey(outcome) });
  };
  return (
    <Button look="quiet" onPress={() => void leave()}>
      {t('shift.leave')}
    </Button>
  );
}
