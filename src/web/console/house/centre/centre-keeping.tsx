import { limits } from '../../../../directory/limits.ts';
import { useText } from '../../text/language.tsx';
import { Group, TextField } from '../form/fields.tsx';
import type { PartProps } from './centre-form.tsx';

const levels = ['low', 'medium', 'high'] as const;
type Level = (typeof levels)[number];
const labels = {
  low: 'centre.keeping.low',
  medium: 'centre.keeping.medium',
  high: 'centre.keeping.high',
} as const satisfies Record<Level, string>;

/** How long talks are kept, within the bounds of safety-content §9.1, and what the person reads of it. */
export function CentreKeeping({ centre, set, problem }: PartProps) {
  const t = useText();
  const { keeping } = centre;
  return (
    <Group title={t('centre.keeping')}>
      {levels.map((level) => (
        <TextField
          key={level}
          label={t(labels[level])}
          rule={t('centre.keeping.bounds', {
            from: limits.keptDays[level].least,
            to: limits.keptDays[level].most,
          })}
          type="number"
          inputMode="numeric"
          min={limits.keptDays[level].least}
          max={limits.keptDays[level].most}
          value={String(keeping[level])}
          onText={(text) => set({ keeping: { ...keeping, [level]: Math.trunc(Number(text)) } })}
        />
      ))}
      <p className="field__problem">{problem('keeping')}</p>
      <p className="soft">
        {keeping.low === keeping.high
          ? t('centre.keeping.said.one', { days: keeping.high })
          : t('centre.keeping.said', { from: keeping.low, days: keeping.high })}
      </p>
    </Group>
  );
}
