import { useText } from '../text/language.tsx';
import { useDesk } from './desk-context.ts';

/** Who else is on shift now, so that nobody feels or assumes that she is alone. */
export function StaffList() {
  const t = useText();
  const onShift = useDesk().staff.filter((colleague) => colleague.onShift);
  return (
    <section className="panel" aria-labelledby="staff-title">
      <h2 id="staff-title">
        {t('staff.title')} <span className="count">{onShift.length}</span>
      </h2>
      {onShift.length === 0 && <p className="soft">{t('staff.nobody')}</p>}
      <ul className="names">
        {onShift.map((colleague) => (
          <li key={colleague.id}>
            {t('queue.assign.person', { name: colleague.name, talks: colleague.talks })}
            {colleague.imminent === true && <span className="mark">{t('staff.imminent')}</span>}
            {colleague.restsUntil !== undefined && <span className="soft"> {t('staff.resting')}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
