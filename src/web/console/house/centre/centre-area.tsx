import type { Named } from '../../../../directory/area-search.ts';
import { useText } from '../../text/language.tsx';
import { Button } from '../../ui/button.tsx';
import { AreaPicker } from '../form/area-picker.tsx';
import { Group } from '../form/fields.tsx';
import type { PartProps } from './centre-form.tsx';

/** The centre's province, with the provinces that became part of it. */
export function CentreArea({
  centre,
  set,
  isReadOnly,
  problem,
  areas,
}: PartProps & { readonly areas: readonly Named[] }) {
  const t = useText();
  const area = areas.find(({ code }) => code === centre.area);
  return (
    <Group title={t('centre.area')}>
      <p>
        <strong>{area?.name ?? t('centre.area.none')}</strong>{' '}
        {area !== undefined && area.old.length > 0 && (
          <span className="soft">{t('centre.area.old', { names: area.old.join(', ') })}</span>
        )}
      </p>
      {!isReadOnly && (
        <>
          <AreaPicker
            label={t('centre.area.search')}
            areas={areas}
            problem={problem('area')}
            onPick={(code) => set({ area: code })}
          />
          {area !== undefined && (
            <div className="buttons">
              <Button look="quiet" onPress={() => set({ area: null })}>
                {t('centre.area.clear')}
              </Button>
            </div>
          )}
        </>
      )}
    </Group>
  );
}
