import type { QueueLine } from '../../../../wire/console.ts';
import { ClaimButton, ClaimThis } from '../../desk/claim.tsx';
import { useDesk } from '../../desk/desk-context.ts';
import { QueueRow } from '../../desk/queue-row.tsx';
import { mayAssign } from '../../state/views.ts';
import { useText } from '../../text/language.tsx';
import { formatHour } from '../../text/times.ts';
import { Button } from '../../ui/button.tsx';
import { useNow } from '../../ui/now.tsx';
import { goTo } from '../use-route.ts';

/** What the night left: who waited before this shift began and nobody took (safety-content §1, "Nobody on shift"). */
export function NightScreen() {
  const t = useText();
  const { queue, me } = useDesk();
  const now = useNow();
  const since = me.shiftSince;
  const left = since === undefined ? queue : queue.filter(({ waitingSince }) => waitingSince < since);
  return (
    <div className="lines">
      <p>{since === undefined ? t('night.all') : t('night.since', { hour: formatHour(since, now) })}</p>
      {left.length === 0 ? (
        <p className="soft">{t('night.none')}</p>
      ) : (
        <p className="soft">{t('night.how')}</p>
      )}
      {left.length > 0 && <ClaimButton />}
      <ol className="rows">
        {left.map((line) => (
          <li key={line.conversation} className="row" data-colour={line.colour} data-level={line.level}>
            <NightLine line={line} mayChoose={mayAssign(me.role)} />
          </li>
        ))}
      </ol>
      <div className="buttons">
        <Button onPress={() => goTo(null)}>{t('night.desk')}</Button>
      </div>
    </div>
  );
}

/** One line of the night: when, what the person allows, who was called. */
function NightLine({ line, mayChoose }: { readonly line: QueueLine; readonly mayChoose: boolean }) {
  const t = useText();
  const now = useNow();
  const { waitingSince, lastPersonAt, contact = 'unasked', gone, child, level, pages, safe } = line;
  const mustReport = child && (level === 'high' || level === 'imminent');
  return (
    <QueueRow line={line}>
      <ul className="facts-list">
        <li>{t('night.waits', { hour: formatHour(waitingSince, now) })}</li>
        {typeof lastPersonAt === 'number' && (
          <li>{t('night.wrote', { hour: formatHour(lastPersonAt, now) })}</li>
        )}
        {gone !== 'erased' && <li>{t(`night.contact.${contact}`)}</li>}
        {safe !== undefined && <li>{t(`safe.time.${safe.time}`)}</li>}
        {mustReport && <li className="problem">{t('night.child')}</li>}
        {pages !== undefined && (
          <li className="problem">
            {t('night.pages', { n: pages.count, hour: formatHour(pages.since, now) })}
          </li>
        )}
      </ul>
      {mayChoose && <ClaimThis line={line} />}
    </QueueRow>
  );
}
