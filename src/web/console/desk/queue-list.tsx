import { mayAssign } from '../state/views.ts';
import { useText } from '../text/language.tsx';
import { AssignMenu } from './assign-menu.tsx';
import { ClaimButton, ClaimThis } from './claim.tsx';
import { useDesk } from './desk-context.ts';
import { QueueRow } from './queue-row.tsx';

/** Who waits, in the order in which they are offered. */
export function QueueList() {
  const t = useText();
  const desk = useDesk();
  return (
    <section className="panel" aria-labelledby="queue-title">
      <h2 id="queue-title">
        {t('queue.title')} <span className="count">{desk.queue.length}</span>
      </h2>
      <ClaimButton />
      {desk.queue.length === 0 && <p className="soft">{t('queue.empty')}</p>}
      <ol className="rows">
        {desk.queue.map((line) => (
          <li key={line.conversation} className="row" data-colour={line.colour} data-level={line.level}>
            <QueueRow line={line} />
            {mayAssign(desk.me.role) && (
              <span className="buttons">
                <AssignMenu conversation={line.conversation} pseudonym={line.pseudonym} />
                <ClaimThis line={line} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
