import { riskLevels } from '../../risk/level.ts';
import { evaluateGuard, type Truth } from '../guards/evaluate.ts';
import { constantsOf, readBy } from '../guards/reads.ts';
import type { Finding } from '../issue.ts';
import { type GuardTree, type PlanStep, type PlanVariable, riskVariable, type StoredValue } from '../plan.ts';
import { finding, type LintRule, type LintSubject } from './rule.ts';

type Branch = Extract<PlanStep, { kind: 'branch' }>;
type Values = ReadonlyMap<string, StoredValue | undefined>;

/** Situations of one branch that are tried out; with more of them the rules about tables stay silent. */
const mostSituations = 4_096;

/**
 * Judges every branch as a table (DMN, flow.md [S30]): rules that can never be taken, conditions that are always the
 * same, and, where a single number or answer decides, gaps and overlaps.
 */
export const branchTable: LintRule = ({ plan }) =>
  Object.entries(plan.steps).flatMap(([step, meaning]) =>
    meaning.kind === 'branch' && !isGenerated(step) ? judge(step, meaning, plan) : [],
  );

/** Steps that an instrument stands for are compared with its table by the prover (P9). */
const isGenerated = (step: string): boolean => step.endsWith('__band');

function judge(step: string, branch: Branch, plan: LintSubject['plan']): readonly Finding[] {
  const names = [...new Set(branch.rules.flatMap(({ guard }) => readBy(guard.tree)))];
  const domains = names.map((name) => domainOf(name, plan, branch));
  const count = domains.reduce((product, { length }) => product * length, 1);
  if (count > mostSituations) return [];
  const rows = situations(names, domains).map((values) => truthsOf(branch, values));
  const constant = constants(step, branch, rows);
  const dead = deadRules(step, branch, rows).filter(
    ({ path }) => !constant.some((other) => other.path[3] === path[3]),
  );
  return [...constant, ...dead, ...single(step, branch, names, domains)];
}

/** Every value that makes a difference, and *unset*; the level so far is always set. */
function domainOf(
  name: string,
  plan: LintSubject['plan'],
  branch: Branch,
): readonly (StoredValue | undefined)[] {
  if (name === riskVariable) return riskLevels;
  const variable = plan.variables[name];
  const constants = branch.rules.flatMap(({ guard }) => constantsOf(guard.tree, name));
  return [undefined, ...valuesOf(variable, constants)];
}

function valuesOf(variable: PlanVariable | undefined, constants: readonly number[]): readonly StoredValue[] {
  switch (variable?.type) {
    case 'choice':
      return [...variable.of, 'unsure', 'skip'];
    case 'flag':
      return [true, false];
    case 'number': {
      const around = [variable.min, variable.max, ...constants.flatMap((at) => [at - 1, at, at + 1])];
      const inside = around.filter((at) => at >= variable.min && at <= variable.max);
      return [...new Set(inside)].sort((a, b) => a - b);
    }
    case 'text':
    case 'place':
    case 'list':
      return ['set'];
    case undefined:
      return [];
  }
}

function situations(names: readonly string[], domains: readonly (readonly (StoredValue | undefined)[])[]) {
  return names.reduce<readonly Values[]>(
    (all, name, index) =>
      all.flatMap((values) => (domains[index] ?? []).map((value) => new Map(values).set(name, value))),
    [new Map()],
  );
}

const truthsOf = ({ rules }: Branch, values: Values): readonly Truth[] =>
  rules.map(({ guard }) => truthIn(guard.tree, values));

const truthIn = (tree: GuardTree, values: Values): Truth => evaluateGuard(tree, (name) => values.get(name));

/** Always true, or never: then it is no condition. */
function constants(step: string, { rules }: Branch, rows: readonly (readonly Truth[])[]): readonly Finding[] {
  return rules.flatMap((_, index) => {
    const truths = new Set(rows.map((row) => row[index]));
    const [only] = truths;
    if (truths.size !== 1 || only === undefined || only === 'unknown') return [];
    return [finding('constant-guard', step, ['branch', index, 'when'], { value: only })];
  });
}

/** The first rule that is true or open decides: a rule that is never first is dead. */
function deadRules(step: string, { rules }: Branch, rows: readonly (readonly Truth[])[]): readonly Finding[] {
  return rules.flatMap((_, index) => {
    const isTaken = rows.some(
      (row) => row[index] === 'true' && row.slice(0, index).every((truth) => truth === 'false'),
    );
    return isTaken ? [] : [finding('branch-dead-rule', step, ['branch', index, 'when'])];
  });
}

/** Gaps between and overlaps of rules that look at one variable only. */
function single(
  step: string,
  branch: Branch,
  names: readonly string[],
  domains: readonly (readonly (StoredValue | undefined)[])[],
): readonly Finding[] {
  const [name, ...more] = names;
  if (name === undefined || more.length > 0 || branch.rules.length < 2) return [];
  const set = (domains[0] ?? []).filter((value): value is StoredValue => value !== undefined);
  const held = set.map((value) =>
    branch.rules.flatMap(({ guard }, index) =>
      truthIn(guard.tree, new Map([[name, value]])) === 'true' ? [index] : [],
    ),
  );
  return [...gaps(step, name, set, held), ...overlaps(step, name, set, held, branch)];
}

type Held = readonly (readonly number[])[];

function gaps(step: string, name: string, set: readonly StoredValue[], held: Held): readonly Finding[] {
  if (typeof set[0] !== 'number') return [];
  const first = held.findIndex((rules) => rules.length > 0);
  const last = held.findLastIndex((rules) => rules.length > 0);
  const hole = held.findIndex((rules, index) => rules.length === 0 && index > first && index < last);
  return hole === -1 ? [] : [finding('branch-gap', step, [], { name, value: String(set[hole]) })];
}

function overlaps(
  step: string,
  name: string,
  set: readonly StoredValue[],
  held: Held,
  { rules }: Branch,
): readonly Finding[] {
  const at = held.findIndex(
    ([first, second]) =>
      first !== undefined && second !== undefined && rules[first]?.next !== rules[second]?.next,
  );
  const [first, second] = held[at] ?? [];
  if (first === undefined || second === undefined) return [];
  const params = { name, value: String(set[at]), first: String(first + 1), second: String(second + 1) };
  return [finding('branch-overlap', step, ['branch', second], params)];
}
