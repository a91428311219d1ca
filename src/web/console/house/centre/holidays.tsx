import { useText } from '../../text/language.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../form/fields.tsx';
import type { PartProps } from './centre-form.tsx';

/** Days without a shift. */
export function Holidays({ centre, set, isReadOnly, problem }: PartProps) {
  const t = useText();
  const { holidays } = centre;
  return (
    <div className="lines">
      <h3>{t('centre.holidays')}</h3>
      {holidays.map((day, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a date being typed is no key
        <div className="line" key={index}>
          <TextField
            label={t('centre.holiday', { n: index + 1 })}
            type="date"
            value={day}
            onText={(next) => set({ holidays: holidays.map((one, at) => (at === index ? next : one)) })}
          />
          {!isReadOnly && (
            <Button
              look="quiet"
              onPress={() => set({ holidays: holidays.filter((_one, at) => at !== index) })}
            >
              {t('centre.holiday.remove', { n: index + 1 })}
            </Button>
          )}
        </div>
      ))}
      <p className="field__problem">{problem('holidays')}</p>
      {!isReadOnly && (
        <Button onPress={() => set({ holidays: [...holidays, ''] })}>{t('centre.holiday.add')}</Button>
      )}
    </div>
  );
}
