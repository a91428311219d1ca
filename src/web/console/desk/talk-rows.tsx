import type { QueueLine } from '../../../wire/console.ts';
import { isUnread } from '../state/views.ts';
import { useText } from '../text/language.tsx';
import { useConsole, useDesk } from './desk-context.ts';
import { QueueRow } from './queue-row.tsx';

/** The conversations one holds: two at most, so that switching is one press. */
export function MineList() {
  const t = useText();
  const { mine } = useDesk();
  return (
    <section className="panel" aria-labelledby="mine-title">
      <h2 id="mine-title">
        {t('mine.title')} <span className="count">{mine.length}</span>
      </h2>
      {mine.length === 0 && <p className="soft">{t('mine.empty')}</p>}
      <ul className="rows">
        {mine.map((line) => (
          <TalkRow key={line.conversation} line={line} own />
        ))}
      </ul>
    </section>
  );
}

/** What colleagues hold, for those who watch over the room; for others there is no such list. */
export function ColleaguesList() {
  const t = useText();
  const { colleaguesTalks } = useDesk();
  if (colleaguesTalks.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="colleagues-title">
      <h2 id="colleagues-title">
        {t('colleagues.title')} <span className="count">{colleaguesTalks.length}</span>
      </h2>
      <ul className="rows">
        {colleaguesTalks.map((line) => (
          <TalkRow key={line.conversation} line={line} own={false} />
        ))}
      </ul>
    </section>
  );
}

function TalkRow({ line, own }: { readonly line: QueueLine; readonly own: boolean }) {
  const t = useText();
  const { state, actions } = useConsole();
  const isOpen = state.opened === line.conversation;
  return (
    <li>
      <button
        type="button"
        className="row row--button"
        data-colour={line.colour}
        data-level={line.level}
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => actions.open(line.conversation)}
      >
        <QueueRow line={line} waits={false}>
          {own && line.alarm && <span className="mark mark--alarm">{t('mine.alarm')}</span>}
          {own && isUnread(state, line) && <span className="mark">{t('mine.unread')}</span>}
          {!own && line.holder !== null && (
            <span className="soft">{t('colleagues.holder', { name: line.holder.name })}</span>
          )}
        </QueueRow>
      </button>
    </li>
  );
}
