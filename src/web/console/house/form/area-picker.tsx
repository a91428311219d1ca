import { useState } from 'react';
import { type Named, searchArea } from '../../../../directory/area-search.ts';
import { useText } from '../../text/language.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from './fields.tsx';

interface AreaPickerProps {
  readonly label: string;
  readonly areas: readonly Named[];
  readonly problem?: string | null;
  readonly onPick: (code: string) => void;
}

const mostShown = 6;

/** Finds a province by today's name, an old one or a town; a press on a match takes it. */
export function AreaPicker({ label, areas, problem, onPick }: AreaPickerProps) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const matches = searchArea(areas, typed).slice(0, mostShown);
  return (
    <div className="lines">
      <TextField
        label={label}
        rule={t('house.area.rule')}
        problem={problem ?? null}
        value={typed}
        autoComplete="off"
        onText={setTyped}
      />
      <ul className="buttons" aria-live="polite">
        {matches.map(({ area, by }) => (
          <li key={area.code}>
            <Button
              onPress={() => {
                onPick(area.code);
                setTyped('');
              }}
            >
              {by === area.name ? area.name : t('house.area.was', { old: by, now: area.name })}
            </Button>
          </li>
        ))}
        {typed.trim() !== '' && matches.length === 0 && <li className="soft">{t('house.area.none')}</li>}
      </ul>
    </div>
  );
}
