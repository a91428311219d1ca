import type { ComponentProps } from 'react';
import { Button as AriaButton } from 'react-aria-components';

interface ButtonProps extends Omit<ComponentProps<typeof AriaButton>, 'className' | 'style'> {
  /** `main`: the one thing to do next. `danger`: cannot be undone. `plain`: the rest. `quiet`: within a line of text. */
  readonly look?: 'main' | 'danger' | 'plain' | 'quiet';
}

/** Every button of the console: large enough for a thumb, with a visible focus. */
export function Button({ look = 'plain', ...rest }: ButtonProps) {
  return <AriaButton {...rest} className={`button button--${look}`} />;
}
