import { exitsOf, stepOf } from '../graph.ts';
import { evaluateGuard, type Truth } from '../guards/evaluate.ts';
import { openTree } from '../guards/open-tree.ts';
import { readBy } from '../guards/reads.ts';
import type { GuardTree, Plan, PlanStep, StepId, StoredValue } from '../plan.ts';
import type { Classes } from './classes.ts';

/** The variables that can still matter at a step, given what the flow's leading variable holds there. */
export type Live = (step: StepId, vars: Readonly<Record<string, StoredValue>>) => readonly string[];

type Context = StoredValue | undefined;

/**
 * For each step, the variables that some later guard may still read before they are written: two situations that
 * differ in nothing else go on alike, so the proof looks at one of them. Exact, not approximate (flow.md §3.4). The
 * variable that most guards look at (the story) is followed by its value, because it rules most branches out.
 */
export function liveVariables(plan: Pick<Plan, 'steps' | 'variables'>, classes: Classes): Live {
  const analysis = new Analysis(plan, classes);
  return (step, vars) => analysis.at(step, vars);
}

class Analysis {
  readonly #plan: Pick<Plan, 'steps' | 'variables'>;
  readonly #classes: Classes;
  readonly #leading: string | null;
  readonly #names: readonly string[];
  readonly #bits: ReadonlyMap<string, bigint>;
  readonly #live = new Map<string, bigint>();
  readonly #waiting = new Map<string, Set<string>>();
  readonly #places = new Map<string, readonly [StepId, Context]>();
  readonly #lists = new Map<StepId, Map<Context, readonly string[]>>();
  readonly #open: string[] = [];

  constructor(plan: Pick<Plan, 'steps' | 'variables'>, classes: Classes) {
    this.#plan = plan;
    this.#classes = classes;
    const reads = Object.values(plan.steps).flatMap(guardsOf).map(readBy);
    this.#names = [...new Set([...reads.flat(), ...Object.values(plan.steps).flatMap(summed)])].sort();
    this.#bits = new Map(this.#names.map((name, index) => [name, 1n << BigInt(index)]));
    this.#leading = leadingOf(plan, reads);
  }

  at(step: StepId, vars: Readonly<Record<string, StoredValue>>): readonly string[] {
    const context = this.#classOf(this.#leading === null ? undefined : vars[this.#leading]);
    const lists = this.#lists.get(step) ?? new Map<Context, readonly string[]>();
    const known = lists.get(context);
    if (known !== undefined) return known;
    const key = this.#visit(step, context);
    this.#settle();
    const mask = this.#live.get(key) ?? 0n;
    const list = this.#names.filter((name) => (mask & this.#bit(name)) !== 0n);
    this.#lists.set(step, lists.set(context, list));
    return list;
  }

  #bit(name: string): bigint {
    return this.#bits.get(name) ?? 0n;
  }

  #classOf(value: Context): Context {
    return value === undefined || this.#leading === null
      ? undefined
      : this.#classes.valueOf(this.#leading, value);
  }

  #visit(step: StepId, context: Context): string {
    const key = `${step} ${String(context)}`;
    if (!this.#live.has(key)) {
      this.#live.set(key, 0n);
      this.#places.set(key, [step, context]);
      this.#open.push(key);
    }
    return key;
  }

  /** Works until nothing changes; whoever leads to a place that changed is looked at again. */
  #settle(): void {
    for (let key = this.#open.pop(); key !== undefined; key = this.#open.pop()) {
      const [id, context] = this.#places.get(key) as readonly [StepId, Context];
      const step = stepOf(this.#plan, id);
      if (step === undefined) continue;
      const mask = this.#needed(key, step, context);
      if (mask === this.#live.get(key)) continue;
      this.#live.set(key, mask);
      this.#open.push(...(this.#waiting.get(key) ?? []));
    }
  }

  #after(from: string, next: StepId, context: Context): bigint {
    const key = this.#visit(next, context);
    const waiting = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, waiting.add(from));
    return this.#live.get(key) ?? 0n;
  }

  #needed(from: string, step: PlanStep, context: Context): bigint {
    const on = (next: StepId): bigint => this.#after(from, next, context);
    if (step.kind === 'branch') return this.#branch(from, step, context);
    if (step.kind === 'set') {
      const value = this.#leading === null ? undefined : step.values[this.#leading];
      const inner = this.#after(from, step.next, value === undefined ? context : this.#classOf(value));
      return this.#masked(inner, Object.keys(step.values)) | this.#all(summed(step));
    }
    if (step.kind !== 'choose') return exitsOf(step).reduce((mask, { next }) => mask | on(next), 0n);
    const { save } = step;
    const answers = step.options.reduce(
      (mask, { option, next }) => {
        const inside = save !== null && save === this.#leading ? this.#classOf(option) : context;
        return mask | this.#masked(this.#after(from, next, inside), save === null ? [] : [save]);
      },
      this.#all(summed(step)),
    );
    return answers | on(step.noMatch.then) | on(step.silence.then);
  }

  #branch(from: string, step: Extract<PlanStep, { kind: 'branch' }>, context: Context): bigint {
    let mask = 0n;
    for (const { guard, next } of step.rules) {
      const truth = this.#truth(guard.tree, context);
      // What rules a guard out matters as much as what it reads.
      mask |= this.#leadingIn(guard.tree);
      if (truth === 'false') continue;
      mask |= this.#after(from, next, context);
      if (truth === 'true') return mask;
      mask |= this.#all(readBy(guard.tree)) | this.#after(from, step.unknown, context);
    }
    return mask | this.#after(from, step.otherwise, context);
  }

  #truth(tree: GuardTree, context: Context): Truth {
    const leading = this.#leading;
    if (leading === null || context === undefined) return 'unknown';
    return evaluateGuard(openTree(tree, leading), (name) => (name === leading ? context : undefined));
  }

  #leadingIn(tree: GuardTree): bigint {
    return this.#leading !== null && readBy(tree).includes(this.#leading) ? this.#bit(this.#leading) : 0n;
  }

  #all(names: readonly string[]): bigint {
    return names.reduce((mask, name) => mask | this.#bit(name), 0n);
  }

  #masked(mask: bigint, written: readonly string[]): bigint {
    return mask & ~this.#all(written);
  }
}

const guardsOf = (step: PlanStep): readonly GuardTree[] =>
  step.kind === 'branch' ? step.rules.map(({ guard }) => guard.tree) : [];

/** Number variables that a step adds to: their value before matters. */
function summed(step: PlanStep): readonly string[] {
  if (step.kind === 'set') return Object.keys(step.add ?? {});
  return step.kind === 'choose' && step.score !== undefined ? [step.score] : [];
}

/** The choice that most guards look at. */
function leadingOf(
  { variables }: Pick<Plan, 'variables'>,
  reads: readonly (readonly string[])[],
): string | null {
  const counts = new Map<string, number>();
  for (const name of reads.flat())
    if (variables[name]?.type === 'choice') counts.set(name, (counts.get(name) ?? 0) + 1);
  const [best] = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return best?.[0] ?? null;
}
