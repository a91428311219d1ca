import { codeShadowed } from './code-shadowed.ts';
import { dangerNoHuman } from './danger-no-human.ts';
import { deadEnd } from './dead-end.ts';
import { loopWithoutInput } from './loop-without-input.ts';
import type { LintRule } from './rule.ts';
import { targetUnknown } from './target-unknown.ts';
import { hotlineUnregistered, placeholderUnknown } from './texts.ts';
import { unreachable } from './unreachable.ts';

/** The rules that look at a flow as a whole; those about one step live with its kind in `steps/`. */
export const lintRules: readonly LintRule[] = [
  targetUnknown,
  unreachable,
  deadEnd,
  loopWithoutInput,
  dangerNoHuman,
  hotlineUnregistered,
  placeholderUnknown,
  codeShadowed,
];
