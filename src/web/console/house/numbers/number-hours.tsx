import { useText } from '../../text/language.tsx';
import { Group, SelectField } from '../form/fields.tsx';
import { HoursEditor } from '../form/hours-editor.tsx';
import type { PartProps } from './number-fields.tsx';
import { YesNoField } from './small-fields.tsx';

/** When somebody answers, and whether that is so at night. */
export function NumberHours({ service, set, problem }: PartProps) {
  const t = useText();
  const { hours } = service;
  return (
    <Group title={t('numbers.field.hours')}>
      <SelectField
        label={t('numbers.hours')}
        problem={problem('hours')}
        value={typeof hours === 'string' ? hours : 'weekly'}
        options={[
          { value: '24/7', text: t('numbers.hours.always') },
          { value: 'weekly', text: t('numbers.hours.weekly') },
          { value: 'unknown', text: t('numbers.unknown') },
        ]}
        onChoose={(mode) => set({ hours: mode === 'weekly' ? [] : mode })}
      />
      {typeof hours !== 'string' && <HoursEditor hours={hours} onChange={(next) => set({ hours: next })} />}
      <YesNoField
        label={t('numbers.field.answers_at_night')}
        value={service.answers_at_night}
        onChoose={(answers) => set({ answers_at_night: answers })}
      />
    </Group>
  );
}
