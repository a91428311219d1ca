import type { StepId } from '../plan.ts';

/**
 * One difference between two revisions of a flow. `structure` moves talks to another revision, `copy` reaches those
 * that go on, `frame` (title, sections, promises) changes no talk. `key` of the `flow-diff` catalogue is its sentence.
 */
export interface FlowChange {
  readonly kind: 'structure' | 'copy' | 'frame';
  /** The step as the newer revision calls it; a removed one as the older did. */
  readonly step: StepId | null;
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
}

/** A change of structure at a step. */
export const structure = (
  step: StepId | null,
  key: string,
  params: FlowChange['params'] = {},
): FlowChange => ({ kind: 'structure', step, key, params });

/** One change when two values read differently, none otherwise. */
export const differing = (
  step: StepId | null,
  key: string,
  before: string,
  after: string,
  params: FlowChange['params'] = {},
): readonly FlowChange[] =>
  before === after ? [] : [structure(step, key, { ...params, before: shown(before), after: shown(after) })];

/** Something empty is shown as a dash. */
export const shown = (words: string): string => (words === '' ? '–' : words);
