import type { StepId } from '../plan.ts';

/** What is proven of every flow (flow.md §3.3); `claim` is what a flow says of itself. */
export const properties = [
  'P1',
  'P2',
  'P3',
  'P4',
  'P5',
  'P6',
  'P7',
  'P8',
  'P9',
  'P10',
  'P11',
  'P12',
  'P13',
  'claim',
] as const;
export type Property = (typeof properties)[number];

/**
 * A property that does not hold, with the shortest conversation that shows it: lines for `hien flow chat --script`.
 * `key` and `params` give the sentence in the `lint` catalogue.
 */
export interface Breach {
  readonly property: Property;
  readonly step: StepId;
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
  readonly script: readonly string[];
}
