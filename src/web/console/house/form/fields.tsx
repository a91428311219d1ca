import { type ComponentProps, type ReactNode, useId } from 'react';

interface Labelled {
  readonly label: string;
  readonly rule?: string | undefined;
  readonly problem?: string | null;
}

/** Ids that tie a field to its rule and its problem. */
export function describedBy(id: string, { rule, problem }: Omit<Labelled, 'label'>) {
  const parts = [rule === undefined ? '' : `${id}-rule`, problem ? `${id}-problem` : ''];
  const ids = parts.filter((part) => part !== '').join(' ');
  return ids === '' ? {} : { 'aria-describedby': ids };
}

/** The lines around a field that are read out with it. */
function Around({
  id,
  label,
  rule,
  problem,
  children,
}: Labelled & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {rule !== undefined && (
        <p className="field__rule" id={`${id}-rule`}>
          {rule}
        </p>
      )}
      {children}
      {problem && (
        <p className="field__problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

type InputProps = Omit<ComponentProps<'input'>, 'id' | 'value' | 'onChange'> &
  Labelled & { readonly value: string; readonly onText: (text: string) => void };

/** One line of text, a date, an hour. */
export function TextField({ label, rule, problem, onText, ...rest }: InputProps) {
  const id = useId();
  return (
    <Around id={id} label={label} rule={rule} problem={problem ?? null}>
      <input
        {...rest}
        {...describedBy(id, { rule, problem: problem ?? null })}
        id={id}
        aria-invalid={Boolean(problem)}
        onChange={(event) => onText(event.target.value)}
      />
    </Around>
  );
}

interface SelectProps<Value extends string> extends Labelled {
  readonly value: Value;
  readonly options: readonly {
    readonly value: Value;
    readonly text: string;
    readonly isDisabled?: boolean;
  }[];
  readonly isDisabled?: boolean;
  readonly onChoose: (value: Value) => void;
}

/** One of a closed list. The system's own list: largest targets on a phone, nothing to learn. */
export function SelectField<Value extends string>({ label, rule, problem, ...rest }: SelectProps<Value>) {
  const id = useId();
  const { value, options, isDisabled = false, onChoose } = rest;
  return (
    <Around id={id} label={label} rule={rule} problem={problem ?? null}>
      <select
        {...describedBy(id, { rule, problem: problem ?? null })}
        id={id}
        className="select"
        value={value}
        disabled={isDisabled}
        aria-invalid={Boolean(problem)}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChoose(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.isDisabled}>
            {option.text}
          </option>
        ))}
      </select>
    </Around>
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** Yes or no. */
export function CheckField({ label, checked, onChange }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

/** Fields that belong together under one heading. */
export function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className="group panel">
      <legend>
        <h2>{title}</h2>
      </legend>
      {children}
    </fieldset>
  );
}
