import type { OpeningHours } from '../../../../directory/hours.ts';
import { weekdays } from '../../../../directory/weekdays.ts';
import { useText } from '../../text/language.tsx';
import { Button } from '../../ui/button.tsx';
import { CheckField, TextField } from './fields.tsx';

type Spans = Exclude<OpeningHours, string>;
type Span = Spans[number];

interface HoursEditorProps {
  readonly hours: Spans;
  readonly onChange: (hours: Spans) => void;
  readonly isReadOnly?: boolean;
}

const fresh: Span = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '07:30', to: '17:00' };
/** Monday first, as calendars in Viet Nam have it. */
const week = [...weekdays.slice(1), ...weekdays.slice(0, 1)];

/** Weekly times: each line some days, from, to. An end before the beginning runs past midnight. */
export function HoursEditor({ hours, onChange, isReadOnly = false }: HoursEditorProps) {
  const t = useText();
  const put = (index: number, span: Span) => onChange(hours.map((one, at) => (at === index ? span : one)));
  return (
    <div className="lines">
      {hours.map((span, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- spans have no name of their own, and none keeps state
        <fieldset className="line" aria-label={t('house.hours.line', { n: index + 1 })} key={index}>
          <div className="days">
            {week.map((day) => (
              <CheckField
                key={day}
                label={t(`house.day.${day}`)}
                checked={span.days.includes(day)}
                onChange={(on) =>
                  put(index, {
                    ...span,
                    days: week.filter((one) => (one === day ? on : span.days.includes(one))),
                  })
                }
              />
            ))}
          </div>
          <TextField
            label={t('house.hours.from')}
            type="time"
            value={span.from}
            onText={(from) => put(index, { ...span, from })}
          />
          <TextField
            label={t('house.hours.to')}
            type="time"
            value={span.to}
            onText={(to) => put(index, { ...span, to })}
          />
          {!isReadOnly && (
            <Button look="quiet" onPress={() => onChange(hours.filter((_one, at) => at !== index))}>
              {t('house.hours.remove')}
            </Button>
          )}
        </fieldset>
      ))}
      {!isReadOnly && <Button onPress={() => onChange([...hours, fresh])}>{t('house.hours.add')}</Button>}
    </div>
  );
}
