import type { Named } from '../../../../directory/area-search.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { namedText } from '../../text/named-text.ts';
import { formatDay } from '../../text/times.ts';
import { Button } from '../../ui/button.tsx';
import { goTo } from '../use-route.ts';
import { CalledDialog } from './called-dialog.tsx';
import type { NumberRow } from './numbers-screen.tsx';

interface NumberCardProps {
  readonly row: NumberRow;
  readonly areas: readonly Named[];
  readonly mayEdit: boolean;
}

/** One entry: digits first, what it is and where, who was last heard there, and whether people see it. */
export function NumberCard({ row, areas, mayEdit }: NumberCardProps) {
  const t = useText();
  const { language } = useLanguage();
  const { service, shown } = row;
  const where =
    service.area === 'all'
      ? t('numbers.area.all')
      : service.area.map((code) => areas.find((area) => area.code === code)?.name ?? code).join(', ');
  return (
    <article className="row number" aria-label={service.name}>
      <div className="row__head">
        <strong className="digits number__digits">{service.number ?? t('numbers.no-number')}</strong>
        <span className="mark" data-mark={shown ? 'shown' : 'hidden'}>
          {t(shown ? 'numbers.shown' : 'numbers.hidden')}
        </span>
      </div>
      <h3>{service.name}</h3>
      <p className="soft">
        {namedText(language, 'numbers.kind.', service.kind)} · {where} · {hoursText(t, row)}
      </p>
      <TestLine row={row} />
      <div className="buttons">
        {!row.emergency && service.number !== null && <CalledDialog row={row} />}
        {mayEdit && (
          <Button
            look="quiet"
            aria-label={t('numbers.edit.of', { name: service.name })}
            onPress={() => goTo('numbers', service.id)}
          >
            {t('numbers.edit')}
          </Button>
        )}
      </div>
    </article>
  );
}

function hoursText(t: ReturnType<typeof useText>, { service }: NumberRow): string {
  if (service.hours === '24/7') return '24/7';
  if (service.hours === 'unknown') return t('numbers.hours.unknown');
  return service.hours.map(({ from, to }) => `${from}–${to}`).join(', ');
}

/** The newest call that somebody answered, and the newest that nobody did if that was later. */
function TestLine({ row: { test, calls, emergency, service } }: { readonly row: NumberRow }) {
  const t = useText();
  if (emergency) return <p className="soft">{t('numbers.test.emergency')}</p>;
  const [newest] = calls;
  const state = <span data-test={test}>{t(`numbers.test.${test}`)}</span>;
  if (newest !== undefined) {
    const at = formatDay(newest.at);
    const { by, answered, night } = newest;
    return (
      <p>
        {state}{' '}
        {answered === null
          ? t('numbers.test.unanswered', { at, by })
          : t('numbers.test.answered', { at, by, answered })}{' '}
        {night && t('numbers.test.night')}
      </p>
    );
  }
  return (
    <p>
      {state} {service.last_tested !== null && t('numbers.test.written', { at: service.last_tested })}
    </p>
  );
}
