import { use } from 'react';
import type { QueueLine } from '../../../wire/console.ts';
import { HereContext } from '../house/here.ts';
import { goTo } from '../house/use-route.ts';
import { bellFor, ringingNow } from '../state/alarm.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { namedText, noteText } from '../text/named-text.ts';
import { secondsUntil } from '../text/times.ts';
import { Button } from '../ui/button.tsx';
import { Elapsed, useNow } from '../ui/now.tsx';
import { OfferBars, RestBar } from './bars-of-shift.tsx';
import { CalledBar } from './called-bar.tsx';
import { ClaimButton } from './claim.tsx';
import { useConsole } from './desk-context.ts';
import { useCommand } from './use-command.ts';

/** What must not be overlooked, above everything: line, sound, alarm, silence, warnings, the newest refusal. */
export function Bars() {
  const t = useText();
  return (
    <section className="bars" aria-label={t('bar.region')}>
      <LineBar />
      <SoundBar />
      <WakeBar />
      <CalledBar />
      <AlarmBar />
      <OfferBars />
      <RestBar />
      <MuteBar />
      <Warnings />
      <Notice />
    </section>
  );
}

function LineBar() {
  const t = useText();
  const { line, downSince, serverOffset } = useConsole().state;
  return (
    <div role="alert">
      {line === 'down' && (
        <p className="bar bar--red">
          {t('bar.line-down')}{' '}
          <span aria-hidden="true">{downSince !== null && <Elapsed since={downSince + serverOffset} />}</span>
        </p>
      )}
    </div>
  );
}

function SoundBar() {
  const t = useText();
  const { state, actions } = useConsole();
  const matters = state.soundBlocked && state.desk?.me.onShift === true;
  return (
    <div role="alert">
      {matters && (
        <div className="bar bar--red">
          <p>{t('bar.sound-blocked')}</p>
          <Button onPress={() => void actions.tryBell()}>{t('bar.sound-enable')}</Button>
        </div>
      )}
    </div>
  );
}

/** A phone that sleeps does not ring: said while she is on shift. */
function WakeBar() {
  const t = useText();
  const { wakeLock } = useConsole().state;
  if (wakeLock !== 'lost' && wakeLock !== 'impossible') return null;
  return <p className="bar bar--yellow">{t(`reach.wake.${wakeLock}`)}</p>;
}

/** The bell in words; assertive, because a screen reader's user may have turned the loudspeaker down. */
function AlarmBar() {
  const t = useText();
  const { state, actions } = useConsole();
  const { desk, mute } = state;
  const now = useNow() - state.serverOffset;
  const ringing = ringingNow(desk);
  const away = use(HereContext) !== null;
  if (desk === null) return null;
  const own = desk.mine.filter((line) => line.alarm);
  const soft = desk.mine.filter((line) => line.soft === true && !line.alarm);
  const speaks = desk.alarm.ringing || own.length > 0 || soft.length > 0;
  const bell = bellFor({ desk, downSince: null, mute }, now);
  return (
    <section aria-live="assertive" aria-label={t('alarm.region')}>
      {ringing !== null && speaks && (
        <div className="bar bar--alarm" data-level={ringing.worst}>
          <div className="bar__texts">
            {desk.alarm.ringing && <p>{t('alarm.waiting', { level: t(`level.${desk.alarm.worst}`) })}</p>}
            {own.map((line) => (
              <OwnAlarm key={line.conversation} line={line} text="alarm.mine" />
            ))}
            {soft.map((line) => (
              <OwnAlarm key={line.conversation} line={line} text="alarm.soft" />
            ))}
          </div>
          {bell?.muted === false && <Button onPress={actions.mute}>{t('alarm.mute')}</Button>}
          {away && (
            <Button look="main" onPress={() => goTo(null)}>
              {t('house.back')}
            </Button>
          )}
          {desk.alarm.ringing && !away && (
            <div className="alarm__claim">
              <ClaimButton />
            </div>
          )}
        </div>
      )}
    </section>
  );
}

/** Opening it shows what happened; only saying so stops its bell. */
function OwnAlarm({ line, text }: { readonly line: QueueLine; readonly text: 'alarm.mine' | 'alarm.soft' }) {
  const t = useText();
  const { state, actions } = useConsole();
  const command = useCommand();
  const { conversation, pseudonym } = line;
  return (
    <div className="alarm__own">
      <p>{t(text, { pseudonym })}</p>
      {state.opened === conversation ? (
        <Button onPress={() => void command('alarm/seen', { conversation })}>{t('alarm.seen')}</Button>
      ) : (
        <Button onPress={() => actions.open(conversation)}>{t('alarm.open')}</Button>
      )}
    </div>
  );
}

function MuteBar() {
  const t = useText();
  const { state, actions } = useConsole();
  const now = useNow() - state.serverOffset;
  const bell = bellFor(state, now);
  if (state.mute === null || bell?.muted !== true) return null;
  return (
    <div className="bar bar--yellow">
      <p>{t('bar.muted', { seconds: secondsUntil(state.mute.until, now) })}</p>
      <Button look="quiet" onPress={() => actions.tell({ type: 'unmuted' })}>
        {t('bar.unmute')}
      </Button>
    </div>
  );
}

/** What stands all day: one calm line, out of the way of a talk on a phone. */
function Warnings() {
  const { language } = useLanguage();
  const warnings = useConsole().state.desk?.warnings ?? [];
  const red = warnings.filter((warning) => graveWarnings.has(warning));
  const yellow = warnings.filter((warning) => !graveWarnings.has(warning));
  return [red, yellow].map(
    (list) =>
      list.length > 0 && (
        <ul key={list[0]} className={`bar bar--${list === red ? 'red' : 'yellow'} bar--standing`}>
          {list.map((warning) => (
            <li key={warning}>{noteText(language, namedText(language, 'warning.', warning))}</li>
          ))}
        </ul>
      ),
  );
}

/** Without a bell outside this window nobody is reached when it is closed. */
const graveWarnings: ReadonlySet<string> = new Set(['warning.no-pager', 'warning.pager-failing']);

function Notice() {
  const t = useText();
  const { state, actions } = useConsole();
  return (
    <output>
      {state.notice !== null && (
        <div className="bar bar--notice">
          <p>{t(state.notice)}</p>
          <Button look="quiet" onPress={() => actions.tell({ type: 'notice', notice: null })}>
            {t('notice.close')}
          </Button>
        </div>
      )}
    </output>
  );
}
