import type { FlowIssue, StepId } from './plan.ts';

/** Every rule that can be broken, by its stable name (flow.md §3.2). Each has a file in `test/broken/`. */
export const flowRules = [
  'schema',
  'limits',
  'id-shape',
  'id-duplicate',
  'target-unknown',
  'unreachable',
  'dead-end',
  'exit-missing',
  'loop-without-input',
  'var-undeclared',
  'var-type',
  'op-not-allowed',
  'guard-syntax',
  'maybe-unset',
  'risk-mismatch',
  'hotline-unregistered',
  'placeholder-unknown',
  'danger-no-human',
  'reserved-digit',
  'code-shadowed',
  'text-empty',
] as const;
export type FlowRule = (typeof flowRules)[number];

/** A place inside a parsed file: keys and list positions from the top. */
export type SourcePath = readonly (string | number)[];

/** What a rule found, before the file position is looked up. */
export interface Finding {
  readonly rule: FlowRule;
  readonly path: SourcePath;
  readonly step: StepId | null;
  readonly message: string;
}

/** Every rule so far blocks publishing: a finding is an error. */
export const severityOf = (_rule: FlowRule): FlowIssue['severity'] => 'error';
