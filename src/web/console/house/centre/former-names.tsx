import { useText } from '../../text/language.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../form/fields.tsx';
import type { Centre, PartProps } from './centre-form.tsx';

type Former = Centre['names_before'][number];

/** Names that the centre had: people look for it under these for years. */
export function FormerNames({ centre, set, isReadOnly, problem }: PartProps) {
  const t = useText();
  const { names_before: names } = centre;
  const put = (index: number, change: Partial<Former>) =>
    set({ names_before: names.map((one, at) => (at === index ? { ...one, ...change } : one)) });
  return (
    <div className="lines">
      {names.map((former, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a name being typed is no key
        <div className="line" key={index}>
          <TextField
            label={t('centre.name.before', { n: index + 1 })}
            value={former.name}
            onText={(name) => put(index, { name })}
          />
          <TextField
            label={t('centre.name.until')}
            type="date"
            value={former.until ?? ''}
            onText={(until) => put(index, { until: until === '' ? null : until })}
          />
          {!isReadOnly && (
            <Button
              look="quiet"
              onPress={() => set({ names_before: names.filter((_one, at) => at !== index) })}
            >
              {t('centre.name.remove', { n: index + 1 })}
            </Button>
          )}
        </div>
      ))}
      <p className="field__problem">{problem('names_before')}</p>
      {!isReadOnly && (
        <Button onPress={() => set({ names_before: [...names, { name: '', until: null }] })}>
          {t('centre.name.add')}
        </Button>
      )}
    </div>
  );
}
