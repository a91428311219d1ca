import { useText } from '../../text/language.tsx';
import { HouseData } from '../house-data.tsx';
import { useHouse } from '../use-house.ts';

/** What the centre decides about itself. */
export function CentreScreen() {
  const t = useText();
  const read = useHouse('centre/read', {});
  return (
    <HouseData read={read}>
      {({ name, area, areas }) => (
        <dl className="house__facts">
          <dt>{t('centre.name')}</dt>
          <dd>{name ?? t('house.unknown')}</dd>
          <dt>{t('centre.area')}</dt>
          <dd>{areas.find(({ code }) => code === area)?.name ?? t('house.unknown')}</dd>
        </dl>
      )}
    </HouseData>
  );
}
