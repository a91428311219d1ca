import { useText } from '../../text/language.tsx';
import { Button } from '../../ui/button.tsx';
import { AreaPicker } from '../form/area-picker.tsx';
import { Group, SelectField } from '../form/fields.tsx';
import type { PartProps } from './number-fields.tsx';
import { ListField, MaybeField } from './small-fields.tsx';

/** Whom it serves by place, and who runs it. */
export function NumberPlaces({ service, set, problem, areas, isEmergency }: PartProps) {
  const t = useText();
  const { area } = service;
  const codes = area === 'all' ? [] : area;
  return (
    <Group title={t('numbers.group.place')}>
      <SelectField
        label={t('numbers.field.area')}
        problem={codes.length === 0 ? problem('area') : null}
        value={area === 'all' ? 'all' : 'some'}
        isDisabled={isEmergency}
        options={[
          { value: 'all', text: t('numbers.area.all') },
          { value: 'some', text: t('numbers.area.some') },
        ]}
        onChoose={(value) => set({ area: value === 'all' ? 'all' : [] })}
      />
      {area !== 'all' && (
        <>
          <ul className="buttons">
            {codes.map((code) => {
              const name = areas.find((one) => one.code === code)?.name ?? code;
              return (
                <li key={code}>
                  <Button
                    look="quiet"
                    aria-label={t('numbers.area.remove', { name })}
                    onPress={() => set({ area: codes.filter((one) => one !== code) })}
                  >
                    {name} ×
                  </Button>
                </li>
              );
            })}
          </ul>
          <AreaPicker
            label={t('numbers.area.add')}
            areas={areas.filter(({ code }) => !codes.includes(code))}
            onPick={(code) => set({ area: [...codes, code] })}
          />
        </>
      )}
      <ListField
        label={t('numbers.field.aliases')}
        rule={t('numbers.aliases.rule')}
        value={service.aliases}
        onList={(aliases) => set({ aliases })}
      />
      <MaybeField
        label={t('numbers.field.owner')}
        value={service.owner}
        onMaybe={(owner) => set({ owner })}
      />
      <MaybeField
        label={t('numbers.field.referral_channel')}
        value={service.referral_channel}
        onMaybe={(channel) => set({ referral_channel: channel })}
      />
    </Group>
  );
}
