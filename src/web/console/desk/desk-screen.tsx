import { TalkPane } from '../talk/talk-pane.tsx';
import { useText } from '../text/language.tsx';
import { Foot } from '../ui/foot.tsx';
import { Bars } from './bars.tsx';
import { Debriefs } from './debriefs.tsx';
import { useConsole, useDesk } from './desk-context.ts';
import { KeptTexts } from './kept-texts.tsx';
import { QueueList } from './queue-list.tsx';
import { ShiftStart } from './shift-start.tsx';
import { SignOff } from './sign-off.tsx';
import { StaffList } from './staff-list.tsx';
import { ColleaguesList, MineList } from './talk-rows.tsx';
import { TopBar } from './top-bar.tsx';

/** The whole desk. Wide: lists beside the talk. Narrow: one of the two, with a way back. */
export function DeskScreen() {
  const t = useText();
  const { opened } = useConsole().state;
  return (
    <div className="desk" data-view={opened === null ? 'lists' : 'talk'}>
      <TopBar />
      <Bars />
      <main className="desk__main">
        <h1 className="away">{t('app.console')}</h1>
        <Lists />
        <section className="desk__talk" aria-label={t('desk.talk')}>
          <TalkPane />
        </section>
      </main>
      <Foot />
    </div>
  );
}

function Lists() {
  const t = useText();
  const { me } = useDesk();
  return (
    <section className="desk__lists" aria-label={t('desk.lists')}>
      {!me.onShift && <ShiftStart />}
      <SignOff />
      <MineList />
      <QueueList />
      <KeptTexts />
      <ColleaguesList />
      <Debriefs />
      <StaffList />
    </section>
  );
}
