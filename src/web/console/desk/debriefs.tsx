import { useText } from '../text/language.tsx';
import { formatHour } from '../text/times.ts';
import { Button } from '../ui/button.tsx';
import { useNow } from '../ui/now.tsx';
import { useDesk } from './desk-context.ts';
import { useCommand } from './use-command.ts';

/** Imminent talks that nobody has talked over yet with who held them (safety-content §1: within 24 h). */
export function Debriefs() {
  const t = useText();
  const command = useCommand();
  const now = useNow();
  const { debriefs = [], me } = useDesk();
  if (debriefs.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="debrief-title">
      <h2 id="debrief-title">
        {t('debrief.title')} <span className="count">{debriefs.length}</span>
      </h2>
      <ul className="rows">
        {debriefs.map(({ id, name, pseudonym, endedAt, dueAt }) => (
          <li key={id} className="kept">
            <p className={dueAt < now ? 'problem' : undefined}>
              {t('debrief.line', {
                name,
                pseudonym,
                hour: formatHour(endedAt, now),
                due: formatHour(dueAt, now),
              })}
            </p>
            {name !== me.name && (
              <Button look="quiet" onPress={() => void command('debrief/done', { id })}>
                {t('debrief.done', { name })}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
