import { isAtLeast, type RiskLevel } from '../risk/level.ts';

/** What the centre knows of a member of staff; communes and languages folded to plain small letters or tags. */
export interface StaffFacts {
  readonly gender: 'woman' | 'man' | null;
  /** Languages that she speaks beside Vietnamese. */
  readonly languages: readonly string[];
  readonly communes: readonly string[];
}
export const noFacts: StaffFacts = { gender: null, languages: [], communes: [] };

/** Whom a person would like to talk to. `commune` is what she wrote, folded; null when she did not say. */
export interface Wanted {
  readonly gender: 'woman' | 'man' | null;
  /** Null: Vietnamese, which everybody speaks. */
  readonly language: string | null;
  readonly apart: boolean;
  readonly commune: string | null;
}

/** Whether somebody is whom she wants. A commune that she did not name keeps nobody away. */
export function fits({ gender, language, apart, commune }: Wanted, facts: StaffFacts): boolean {
  if (gender !== null && facts.gender !== gender) return false;
  if (language !== null && !facts.languages.includes(language)) return false;
  if (!apart || commune === null) return true;
  return !facts.communes.some((name) => name !== '' && ` ${commune} `.includes(` ${name} `));
}

/**
 * How long a line is kept for whoever fits, in milliseconds since it waits: the first clock of its level at which the
 * choice opens (safety-content §1: 210 s "any language with interpreter", 15 min). Imminent never waits for a wish.
 */
export const keptForMs: Record<RiskLevel, number> = {
  imminent: 0,
  high: 210_000,
  medium: 15 * 60_000,
  low: 15 * 60_000,
  none: 15 * 60_000,
};

/** A line as far as its wish goes. */
export interface WishedLine {
  readonly level: RiskLevel;
  readonly waitingSince: number;
  readonly wanted: Wanted;
}

/** Whether this line is kept for somebody else who is on shift (`there`) and fits, so that `me` is not offered it yet. */
export function isKeptForOther(
  { level, waitingSince, wanted }: WishedLine,
  me: StaffFacts,
  there: readonly StaffFacts[],
  now: number,
): boolean {
  if (isAtLeast(level, 'imminent') || now - waitingSince >= keptForMs[level]) return false;
  return !fits(wanted, me) && there.some((facts) => fits(wanted, facts));
}
