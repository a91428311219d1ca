import { branchTable } from './branch-table.ts';
import { channels } from './channels.ts';
import { childWords } from './child-words.ts';
import { codeShadowed, exitShadowed } from './code-shadowed.ts';
import { dangerNoHuman } from './danger-no-human.ts';
import { deadEnd } from './dead-end.ts';
import { depth, helpDistance } from './distance.ts';
import { handoffNoFallback } from './handoff-no-fallback.ts';
import { idRemoved } from './id-removed.ts';
import { labels } from './labels.ts';
import { loopWithoutInput } from './loop-without-input.ts';
import { misunderstoodLeft } from './misunderstood-left.ts';
import type { LintRule } from './rule.ts';
import { silenceLoud } from './silence-loud.ts';
import { targetUnknown } from './target-unknown.ts';
import { hotlineStale, hotlineUnregistered, placeholderUnknown } from './texts.ts';
import { translations } from './translations.ts';
import { unreachable } from './unreachable.ts';
import { privateShown, varOverwritten, varReadOnly, varUnused } from './variables.ts';
import { previewTelling, readingLevel, tone } from './wording.ts';

/** The rules that look at a flow as a whole; those about one step live with its kind in `steps/`. */
export const lintRules: readonly LintRule[] = [
  idRemoved,
  targetUnknown,
  unreachable,
  deadEnd,
  loopWithoutInput,
  branchTable,
  varUnused,
  varOverwritten,
  varReadOnly,
  dangerNoHuman,
  handoffNoFallback,
  misunderstoodLeft,
  hotlineUnregistered,
  hotlineStale,
  placeholderUnknown,
  privateShown,
  silenceLoud,
  codeShadowed,
  exitShadowed,
  depth,
  helpDistance,
  labels,
  childWords,
  previewTelling,
  readingLevel,
  tone,
  translations,
  channels,
];
