import { type ComponentProps, useId } from 'react';

interface FieldProps extends Omit<ComponentProps<'input'>, 'id' | 'className' | 'onChange'> {
  readonly label: string;
  /** Said before the mistake is made. */
  readonly rule?: string;
  readonly problem?: string | null;
  readonly onText: (text: string) => void;
}

/** A labelled line of input; rule and problem are read out with it. */
export function Field({ label, rule, problem, onText, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {rule !== undefined && (
        <p className="field__rule" id={`${id}-rule`}>
          {rule}
        </p>
      )}
      <input
        {...rest}
        id={id}
        aria-describedby={`${id}-rule ${id}-problem`}
        aria-invalid={Boolean(problem)}
        onChange={(event) => onText(event.target.value)}
      />
      <p className="field__problem" id={`${id}-problem`} role={problem ? 'alert' : undefined}>
        {problem}
      </p>
    </div>
  );
}
