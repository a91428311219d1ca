import { isAtLeast, type RiskLevel, worseOf } from '../../risk/level.ts';
import type { Plan, PlanClaim, PlanOption, PlanQuery, PlanStep, PlanVariable, RiskMark } from '../plan.ts';

/** Parts of a flow as an administrator writes them; the same in every language. */

/** The gravest level that some marks give. */
export const levelOf = (marks: readonly RiskMark[]): RiskLevel =>
  marks.reduce<RiskLevel>((level, mark) => worseOf(level, mark.level), 'none');

/** After such an answer a path has to reach a person (flow.md §3.3, P1). */
export const isDanger = (marks: readonly RiskMark[]): boolean => isAtLeast(levelOf(marks), 'high');

export const triggersOf = (marks: readonly RiskMark[]): string =>
  marks
    .map(({ trigger }) => trigger)
    .sort()
    .join(', ');

/** A time as in a flow file: `90s`, `10m`, `2h`. */
export function timeOf(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds % 3_600 === 0) return `${String(seconds / 3_600)}h`;
  return seconds % 60 === 0 ? `${String(seconds / 60)}m` : `${String(seconds)}s`;
}

/** What an answer reads like on the screen, on one line. */
export const labelOf = ({ texts }: Plan, { label }: PlanOption): string => oneLine(texts[label] ?? label);

export const oneLine = (words: string): string => words.replaceAll(/\s*\n\s*/gu, ' / ');

export function settingOf({ values, add = {} }: Extract<PlanStep, { kind: 'set' }>): string {
  const set = Object.entries(values).map(([name, value]) => `${name} = ${String(value)}`);
  const sums = Object.entries(add).map(([name, by]) => `${name} + ${String(by)}`);
  return [...set, ...sums].join(', ');
}

export const queryOf = ({ kinds, near, limit }: PlanQuery): string =>
  [...kinds, ...(near === null ? [] : [`near ${near}`]), `limit ${String(limit)}`].join(', ');

export function cardsOf({ cards }: Extract<PlanStep, { kind: 'say' }>): string {
  if (cards === undefined) return '';
  return cards.kind === 'list' ? cards.variable : cards.ids.join(', ');
}

export function typeOf(variable: PlanVariable): string {
  const flags = [
    ...(variable.private ? ['private'] : []),
    ...('share' in variable && variable.share ? ['share'] : []),
  ];
  return [domainOf(variable), ...flags].join(', ');
}

function domainOf(variable: PlanVariable): string {
  if (variable.type === 'choice') return `choice (${variable.of.join(', ')})`;
  return variable.type === 'number'
    ? `number ${String(variable.min)}–${String(variable.max)}`
    : variable.type;
}

export function claimOf({ after, mustReach, within }: PlanClaim): string {
  const from =
    'risk' in after
      ? `risk ${after.risk}`
      : `${after.step}${after.option === null ? '' : `.${after.option}`}`;
  return `${from} → ${mustReach.join(' / ')}${within === null ? '' : ` ≤ ${String(within)}`}`;
}
