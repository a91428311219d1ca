import { useState } from 'react';
import { useText } from '../../text/language.tsx';
import { Button } from '../../ui/button.tsx';
import { houseProblem, useHouseChange } from '../use-house.ts';
import { NamedFields } from './named-fields.tsx';
import {
  type Named,
  placesInOrder,
  type RosterReply,
  shiftName,
  shortDate,
  staffName,
} from './roster-names.ts';
import { weekdayKey } from './weekday.ts';

type Day = RosterReply['days'][number];
type Cell = Day['shifts'][number];
interface Place {
  readonly day: Day;
  readonly cell: Cell;
}

/** Days down, shifts across; what is missing is red and said in words. */
export function WeekTable({ reply }: { readonly reply: RosterReply }) {
  const t = useText();
  const [chosen, setChosen] = useState<{ readonly date: string; readonly shift: string } | null>(null);
  const edited = findPlace(reply, chosen);
  return (
    <div className="roster">
      {reply.days.map((day) => (
        <section key={day.date} className="roster__day" aria-label={shortDate(day.date)}>
          <h3>
            {t(weekdayKey(day.date))} {shortDate(day.date)}
            {day.holiday !== null && <span className="soft"> · {day.holiday || t('roster.holiday')}</span>}
          </h3>
          {day.shifts.map((cell) => (
            <CellView
              key={cell.shift}
              reply={reply}
              place={{ day, cell }}
              onEdit={reply.mayEdit ? () => setChosen({ date: day.date, shift: cell.shift }) : null}
            />
          ))}
          {edited?.day === day && (
            <CellForm key={edited.cell.shift} reply={reply} place={edited} onDone={() => setChosen(null)} />
          )}
        </section>
      ))}
    </div>
  );
}

function findPlace(
  reply: RosterReply,
  chosen: { readonly date: string; readonly shift: string } | null,
): Place | null {
  const day = reply.days.find(({ date }) => date === chosen?.date);
  const cell = day?.shifts.find(({ shift }) => shift === chosen?.shift);
  return day === undefined || cell === undefined ? null : { day, cell };
}

interface CellProps {
  readonly reply: RosterReply;
  readonly place: Place;
  readonly onEdit: (() => void) | null;
}

function CellView({ reply, place: { day, cell }, onEdit }: CellProps) {
  const t = useText();
  const name = shiftName(t, reply.plan, cell.shift);
  const people = placesInOrder.filter((place) => cell.named[place] !== null);
  return (
    <div className="roster__shift" data-gap={cell.gap !== null}>
      <p>
        <strong>{name}</strong>
        {cell.departs && <span className="soft"> · {t('roster.departs')}</span>}
      </p>
      {cell.gap !== null && <p className="problem">{t(`roster.gap.${cell.gap}`)}</p>}
      <ul>
        {people.map((place) => (
          <li key={place}>
            <span className="soft">{t(`roster.place.${place}`)}:</span> {staffName(reply, cell.named[place])}
          </li>
        ))}
      </ul>
      {onEdit !== null && (
        <Button
          look="quiet"
          aria-label={t('roster.edit.label', { shift: name, date: shortDate(day.date) })}
          onPress={onEdit}
        >
          {t('roster.edit')}
        </Button>
      )}
    </div>
  );
}

interface CellFormProps {
  readonly reply: RosterReply;
  readonly place: Place;
  readonly onDone: () => void;
}

/** Other names for one shift of one date; the week's stay as they are. */
function CellForm({ reply, place: { day, cell }, onDone }: CellFormProps) {
  const t = useText();
  const change = useHouseChange('roster/date');
  const [named, setNamed] = useState<Named>(cell.named);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (names: Named | null) => {
    const { date, version } = day;
    const outcome = await change.run({ date, version, shift: cell.shift, named: names });
    const found = houseProblem(outcome);
    setProblem(found === null ? null : t(found));
    if (found === null) onDone();
  };
  return (
    <section className="panel lines roster__form" aria-labelledby="roster-cell">
      <h3 id="roster-cell">
        {t('roster.edit.title', { shift: shiftName(t, reply.plan, cell.shift), date: shortDate(day.date) })}
      </h3>
      <NamedFields reply={reply} named={named} onChange={setNamed} />
      <output className="problem">{problem}</output>
      <div className="buttons">
        <Button look="main" isDisabled={change.busy} onPress={() => void save(named)}>
          {t('house.save')}
        </Button>
        <Button isDisabled={change.busy} onPress={() => void save(null)}>
          {t('roster.as-week')}
        </Button>
        <Button look="quiet" onPress={onDone}>
          {t('roster.cancel')}
        </Button>
      </div>
    </section>
  );
}
