import { type RiskLevel, worseOf } from './level.ts';
import type { Signal } from './signal.ts';

/** A signal with the hour it was seen, in milliseconds since 1970. */
export type DatedSignal = Signal & { readonly at: number };

/** What a named person decided about the level, and why. */
export interface StaffDecision {
  readonly level: RiskLevel;
  readonly at: number;
  readonly by: string;
  readonly reason: string;
}

/** The standing judgement of a conversation. Plain data: lives in the sealed snapshot. */
export interface Assessment {
  readonly level: RiskLevel;
  /** The gravest level ever reached; shown to staff, never lowered. */
  readonly highest: RiskLevel;
  readonly signals: readonly DatedSignal[];
  readonly decisions: readonly StaffDecision[];
  /** The person said "không phải vậy": the level stays, marked (§1 rule 5). */
  readonly disputed: boolean;
}

export const noAssessment: Assessment = {
  level: 'none',
  highest: 'none',
  signals: [],
  decisions: [],
  disputed: false,
};

/** Adds new evidence: `level = max(standing level, new evidence)` (§1 rule 1). It never lowers. */
export function withSignals(before: Assessment, signals: readonly Signal[], at: number): Assessment {
  if (signals.length === 0) return before;
  const found = signals.reduce<RiskLevel>((level, signal) => worseOf(level, signal.level), 'none');
  const level = worseOf(before.level, found);
  return {
    ...before,
    level,
    highest: worseOf(before.highest, level),
    signals: [...before.signals, ...signals.map((signal) => ({ ...signal, at }))],
  };
}

/** A named member of staff sets the level up or down; older signals stay visible and no longer count (§1 rule 1). */
export function withDecision(before: Assessment, decision: StaffDecision): Assessment {
  return {
    ...before,
    level: decision.level,
    highest: worseOf(before.highest, decision.level),
    decisions: [...before.decisions, decision],
  };
}
