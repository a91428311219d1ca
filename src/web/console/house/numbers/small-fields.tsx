import { type ComponentProps, useState } from 'react';
import { useText } from '../../text/language.tsx';
import { SelectField, TextField } from '../form/fields.tsx';

type MaybeProps = Omit<ComponentProps<typeof TextField>, 'value' | 'onText'> & {
  readonly value: string | null;
  readonly onMaybe: (value: string | null) => void;
};

/** A line that may stay empty: nothing is then known. */
export function MaybeField({ value, onMaybe, ...rest }: MaybeProps) {
  return <TextField {...rest} value={value ?? ''} onText={(text) => onMaybe(text === '' ? null : text)} />;
}

interface YesNoProps {
  readonly label: string;
  readonly value: boolean | null;
  readonly onChoose: (value: boolean | null) => void;
}

/** Yes, no, or not known: not known is never no. */
export function YesNoField({ label, value, onChoose }: YesNoProps) {
  const t = useText();
  const shown = value === null ? 'unknown' : value ? 'yes' : 'no';
  return (
    <SelectField
      label={label}
      value={shown}
      options={[
        { value: 'unknown', text: t('numbers.unknown') },
        { value: 'yes', text: t('numbers.yes') },
        { value: 'no', text: t('numbers.no') },
      ]}
      onChoose={(chosen) => onChoose(chosen === 'unknown' ? null : chosen === 'yes')}
    />
  );
}

interface ListProps {
  readonly label: string;
  readonly rule?: string;
  readonly value: readonly string[];
  readonly onList: (value: string[]) => void;
}

/** Several words in one line, a comma between them. */
export function ListField({ label, rule, value, onList }: ListProps) {
  const joined = value.join(', ');
  const [typed, setTyped] = useState(joined);
  // What is typed stays as it is (a comma at the end) while it means the same.
  const text = wordsOf(typed).join(', ') === joined ? typed : joined;
  return (
    <TextField
      label={label}
      rule={rule}
      value={text}
      onText={(next) => {
        setTyped(next);
        onList(wordsOf(next));
      }}
    />
  );
}

const wordsOf = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
