import { type CatalogueEntry, type ReviewState, reviewStates } from './entry.ts';

/** Namespaces whose readers are staff. Everything a person may read counts as safety-critical. */
const staffNamespaces: ReadonlySet<string> = new Set(['console', 'lint', 'flow-diff']);

/** Whether a text of this namespace needs a clinical approval before it is served in translation (language §7.3). */
export const isSafetyCritical = (namespace: string): boolean => !staffNamespaces.has(namespace);

/** Whether the text was made from another Vietnamese text than today's. */
export const isOutdated = (entry: Pick<CatalogueEntry, 'source'>, currentSource: string): boolean =>
  entry.source !== currentSource;

export interface GateQuestion {
  readonly state: ReviewState;
  readonly outdated: boolean;
  readonly critical: boolean;
  /** Vietnamese is the source itself: a second reader suffices until the clinical lead has signed. */
  readonly base: boolean;
}

/**
 * The review gate: may this text be served to its readers? (language §7.3)
 * Critical translations must be approved and up to date; others at least translated by a person.
 */
export function mayServe({ state, outdated, critical, base }: GateQuestion): boolean {
  if (!critical) return isAtLeast(state, 'translated');
  if (base) return isAtLeast(state, 'reviewed');
  return state === 'approved' && !outdated;
}

export const isAtLeast = (state: ReviewState, floor: ReviewState): boolean =>
  reviewStates.indexOf(state) >= reviewStates.indexOf(floor);
