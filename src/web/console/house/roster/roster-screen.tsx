import { useState } from 'react';
import { addDays } from '../../../../text/viet-time.ts';
import { PushSwitch } from '../../reach/push-switch.tsx';
import { useText } from '../../text/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Group } from '../form/fields.tsx';
import { HouseData } from '../house-data.tsx';
import { useHouse } from '../use-house.ts';
import { Drills } from './drills.tsx';
import { Exchanges } from './exchanges.tsx';
import { PlanForm } from './plan-form.tsx';
import { Reach } from './reach.tsx';
import { clockOf, placesInOrder, type RosterReply, shiftName, shortDate, staffName } from './roster-names.ts';
import { WeekTable } from './week-table.tsx';

/** Who is called when: the week with its gaps, exchanges, the bell's trials, and how staff are reached. */
export function RosterScreen() {
  const [date, setDate] = useState<string | null>(null);
  const read = useHouse('roster/read', date === null ? {} : { date });
  return (
    <HouseData read={read}>{(reply) => <Roster reply={reply} onWeek={setDate} date={date} />}</HouseData>
  );
}

interface RosterProps {
  readonly reply: RosterReply;
  readonly date: string | null;
  readonly onWeek: (date: string | null) => void;
}

function Roster({ reply, date, onWeek }: RosterProps) {
  const t = useText();
  const monday = reply.days[0]?.date ?? reply.today;
  const sunday = reply.days.at(-1)?.date ?? reply.today;
  return (
    <>
      <Now reply={reply} />
      <section className="lines" aria-labelledby="roster-week">
        <h2 id="roster-week">{t('roster.week', { from: shortDate(monday), to: shortDate(sunday) })}</h2>
        <div className="buttons">
          <Button look="quiet" onPress={() => onWeek(addDays(monday, -7))}>
            {t('roster.week.before')}
          </Button>
          {date !== null && (
            <Button look="quiet" onPress={() => onWeek(null)}>
              {t('roster.week.this')}
            </Button>
          )}
          <Button look="quiet" onPress={() => onWeek(addDays(monday, 7))}>
            {t('roster.week.after')}
          </Button>
        </div>
        {reply.uncovered && <p className="problem">{t('roster.uncovered')}</p>}
        <WeekTable reply={reply} />
      </section>
      <Exchanges reply={reply} />
      <Drills reply={reply} />
      <Group title={t('reach.title')}>
        <PushSwitch />
        <Reach reply={reply} />
      </Group>
      {reply.mayEdit && <PlanForm reply={reply} />}
    </>
  );
}

/** Who would be called at this minute. */
function Now({ reply }: { readonly reply: RosterReply }) {
  const t = useText();
  const { now, plan } = reply;
  const shift = plan.shifts.find(({ id }) => id === now?.shift);
  if (now === null || shift === undefined) return <p className="problem">{t('roster.now.none')}</p>;
  return (
    <section className="panel" aria-labelledby="roster-now">
      <h2 id="roster-now">
        {t('roster.now', {
          shift: shiftName(t, plan, now.shift),
          from: clockOf(shift.from),
          to: clockOf(shift.to),
        })}
      </h2>
      <dl className="house__facts">
        {placesInOrder.map((place) => (
          <div key={place} className="roster__fact">
            <dt>{t(`roster.place.${place}`)}</dt>
            <dd className={now.named[place] === null && place === 'first' ? 'problem' : undefined}>
              {now.named[place] === null ? t('roster.nobody') : staffName(reply, now.named[place])}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
