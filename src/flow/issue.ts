import type { FlowIssue, StepId } from './plan.ts';

type Severity = FlowIssue['severity'];

/**
 * Every rule that can be broken, by its stable name, and what a breach means: an error blocks publishing, a warning
 * wants a written reason, a note is information (flow.md §3.2). Each has a file in `test/broken/`.
 */
export const flowRules = {
  // the file
  schema: 'error',
  limits: 'error',
  'id-shape': 'error',
  'id-duplicate': 'error',
  'id-removed': 'warning',
  // where steps lead
  'target-unknown': 'error',
  unreachable: 'error',
  'dead-end': 'error',
  'exit-missing': 'error',
  'loop-without-input': 'error',
  'call-cycle': 'error',
  'call-unpublished': 'error',
  // variables and guards
  'var-undeclared': 'error',
  'var-type': 'error',
  'op-not-allowed': 'error',
  'guard-syntax': 'error',
  'maybe-unset': 'error',
  'text-in-guard': 'error',
  'branch-gap': 'error',
  'branch-overlap': 'warning',
  'branch-dead-rule': 'warning',
  'constant-guard': 'warning',
  'var-unused': 'warning',
  'var-overwritten': 'note',
  'instrument-range': 'error',
  // safety
  'risk-mismatch': 'error',
  'danger-no-human': 'error',
  'handoff-no-fallback': 'error',
  'hotline-unregistered': 'error',
  'hotline-stale': 'error',
  'misunderstood-left': 'warning',
  'silence-loud': 'warning',
  'private-shown': 'warning',
  'share-unlisted': 'error',
  'exit-shadowed': 'error',
  'code-shadowed': 'error',
  'reserved-digit': 'error',
  depth: 'warning',
  'help-distance': 'warning',
  // words
  'placeholder-unknown': 'error',
  'text-empty': 'error',
  'keyword-clash': 'error',
  'label-ambiguous': 'warning',
  'child-words': 'warning',
  'preview-telling': 'error',
  'reading-level': 'warning',
  tone: 'note',
  'translation-missing': 'warning',
  'translation-unserved': 'error',
  'translation-stale': 'warning',
  'placeholder-mismatch': 'error',
  // channels
  'too-long': 'warning',
  'too-many-options': 'note',
  'payload-too-long': 'error',
} as const satisfies Record<string, Severity>;
export type FlowRule = keyof typeof flowRules;

/** A place inside a parsed file: keys and list positions from the top. */
export type SourcePath = readonly (string | number)[];

/** What a rule found, before the file position is looked up. Its sentence is `key` of the `lint` catalogue. */
export interface Finding {
  readonly rule: FlowRule;
  readonly path: SourcePath;
  readonly step: StepId | null;
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
}

/** How grave a breach of a rule is. */
export const severityOf = (rule: FlowRule): Severity => flowRules[rule];
