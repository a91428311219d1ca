import { hiddenKinds } from '../../../../directory/service.ts';
import { useText } from '../../text/language.tsx';
import { CheckField, Group, SelectField } from '../form/fields.tsx';
import type { PartProps } from './number-fields.tsx';
import { MaybeField } from './small-fields.tsx';

/** What people are shown of it, and for how long it is valid. */
export function NumberSeen({ service, set, problem, isEmergency }: PartProps) {
  const t = useText();
  const isHiddenKind = hiddenKinds.has(service.kind);
  return (
    <Group title={t('numbers.group.seen')}>
      <SelectField
        label={t('numbers.field.public')}
        rule={isHiddenKind ? t('house.problem.hidden-kind') : t('numbers.public.rule')}
        problem={problem('public')}
        value={service.public}
        options={[
          { value: 'none', text: t('numbers.public.none'), isDisabled: isEmergency },
          { value: 'phone', text: t('numbers.public.phone'), isDisabled: isHiddenKind },
          { value: 'place', text: t('numbers.public.place'), isDisabled: isHiddenKind },
        ]}
        onChoose={(seen) => set({ public: seen })}
      />
      <MaybeField
        label={t('numbers.field.valid_from')}
        problem={problem('valid_from')}
        type="date"
        disabled={isEmergency}
        value={service.valid_from}
        onMaybe={(from) => set({ valid_from: from })}
      />
      <MaybeField
        label={t('numbers.field.valid_to')}
        problem={problem('valid_to')}
        type="date"
        disabled={isEmergency}
        value={service.valid_to}
        onMaybe={(to) => set({ valid_to: to })}
      />
      <CheckField
        label={t('numbers.field.leaves_call_log')}
        checked={service.leaves_call_log}
        onChange={(leaves) => set({ leaves_call_log: leaves })}
      />
    </Group>
  );
}
