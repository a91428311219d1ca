import { useText } from '../../text/language.tsx';
import { SelectField } from '../form/fields.tsx';
import { type Named, placesInOrder, type RosterReply } from './roster-names.ts';

const takesCalls: ReadonlySet<string> = new Set(['counsellor', 'supervisor', 'administrator']);

interface NamedFieldsProps {
  readonly reply: RosterReply;
  readonly named: Named;
  readonly onChange: (named: Named) => void;
}

/** Who is first, second, supervisor and head of centre. */
export function NamedFields({ reply, named, onChange }: NamedFieldsProps) {
  const t = useText();
  const people = reply.staff.filter(({ role }) => takesCalls.has(role));
  const options = [
    { value: '', text: t('roster.nobody') },
    ...people.map(({ id, name }) => ({ value: id, text: name })),
  ];
  return (
    <div className="line">
      {placesInOrder.map((place) => (
        <SelectField
          key={place}
          label={t(`roster.place.${place}`)}
          value={people.some(({ id }) => id === named[place]) ? (named[place] ?? '') : ''}
          options={options}
          onChoose={(id) => onChange({ ...named, [place]: id === '' ? null : id })}
        />
      ))}
    </div>
  );
}
