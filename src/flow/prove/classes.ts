import { type RiskLevel, riskLevels } from '../../risk/level.ts';
import { constantsOf } from '../guards/reads.ts';
import {
  type GuardTree,
  type Plan,
  type PlanStep,
  type PlanVariable,
  riskVariable,
  type StoredValue,
} from '../plan.ts';

/** Gives one value for all those that no guard of the flow can tell apart. */
export interface Classes {
  readonly valueOf: (name: string, value: StoredValue) => StoredValue;
  readonly levelOf: (level: RiskLevel) => RiskLevel;
  /** Whole numbers of a variable, one for each part that guards can tell from the others. */
  readonly numbersOf: (name: string, min: number, max: number) => readonly number[];
}

/** Cuts the values of every variable at what the guards of the flow mention; sums stay exact. */
export function classesOf(plan: Pick<Plan, 'steps' | 'variables'>): Classes {
  const steps = Object.values(plan.steps);
  const trees = steps.flatMap((step) =>
    step.kind === 'branch' ? step.rules.map(({ guard }) => guard.tree) : [],
  );
  const exact = new Set([...steps.flatMap(summed), ...trees.flatMap(paired)]);
  const named = new Map<string, Set<StoredValue>>();
  for (const tree of trees) mention(tree, named);
  const known = new Map<string, readonly number[]>();
  const cuts = (name: string): readonly number[] => {
    const found = known.get(name) ?? trees.flatMap((tree) => constantsOf(tree, name));
    known.set(name, found);
    return found;
  };
  const levels = levelClasses(named.get(riskVariable) ?? new Set(), exact.has(riskVariable));
  return {
    levelOf: (level) => levels.get(level) ?? level,
    valueOf: (name, value) =>
      exact.has(name) ? value : sameAs(plan.variables[name], value, named.get(name), () => cuts(name)),
    numbersOf: (name, min, max) => partsOf(min, max, cuts(name)),
  };
}

function summed(step: PlanStep): readonly string[] {
  if (step.kind === 'set') return Object.keys(step.add ?? {});
  return step.kind === 'choose' && step.score !== undefined ? [step.score] : [];
}

/** Two variables compared with each other keep all their values. */
function paired(tree: GuardTree): readonly string[] {
  if (!('left' in tree)) return tree.op === '!' ? paired(tree.of) : [];
  const { left, right } = tree;
  if (tree.op === '&&' || tree.op === '||') return [...paired(left), ...paired(right)];
  const isOne = left.op === 'value' || right.op === 'value';
  return isOne ? [] : [...namesIn(left), ...namesIn(right)];
}

function namesIn(tree: GuardTree): readonly string[] {
  if ('variable' in tree) return [tree.variable];
  if ('left' in tree) return [...namesIn(tree.left), ...namesIn(tree.right)];
  return tree.op === '!' ? namesIn(tree.of) : [];
}

/** Values that some guard names beside a variable. */
function mention(tree: GuardTree, named: Map<string, Set<StoredValue>>): void {
  const add = (name: string, value: StoredValue): void => {
    named.set(name, (named.get(name) ?? new Set()).add(value));
  };
  if (tree.op === 'in') for (const value of tree.list) add(tree.variable, value);
  if (tree.op === '!') mention(tree.of, named);
  if (!('left' in tree)) return;
  const { left, right } = tree;
  if (left.op === 'read' && right.op === 'value') add(left.variable, right.value);
  if (right.op === 'read' && left.op === 'value') add(right.variable, left.value);
  mention(left, named);
  mention(right, named);
}

/** What stands for every value that no guard names. */
const other = 'other';

function sameAs(
  variable: PlanVariable | undefined,
  value: StoredValue,
  named: ReadonlySet<StoredValue> | undefined,
  cuts: () => readonly number[],
): StoredValue {
  switch (variable?.type) {
    case 'choice':
      return named?.has(value) === true ? value : other;
    case 'number': {
      const parts = partsOf(variable.min, variable.max, cuts());
      return parts.findLast((part) => typeof value === 'number' && part <= value) ?? value;
    }
    case 'text':
    case 'place':
    case 'list':
      return other;
    case 'flag':
    case undefined:
      return value;
  }
}

/** The least number of each part: a cut, what follows it, and the beginning. */
function partsOf(min: number, max: number, cuts: readonly number[]): readonly number[] {
  const edges = [min, ...cuts.flatMap((cut) => [Math.ceil(cut), Math.floor(cut) + 1])];
  return [...new Set(edges.filter((edge) => edge >= min && edge <= max))].sort((a, b) => a - b);
}

/** Neighbouring levels that no guard names fall together; the greater of two stays right that way. */
function levelClasses(named: ReadonlySet<StoredValue>, exact: boolean): ReadonlyMap<RiskLevel, RiskLevel> {
  let first: RiskLevel | null = null;
  const classes = new Map<RiskLevel, RiskLevel>();
  for (const level of riskLevels) {
    if (exact || named.has(level)) first = null;
    else first ??= level;
    classes.set(level, first ?? level);
  }
  return classes;
}
