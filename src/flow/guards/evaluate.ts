import type { GuardTree, StoredValue } from '../plan.ts';

/** The three outcomes of a guard: a comparison with an unset variable is `unknown`, never silently false. */
export type Truth = 'true' | 'false' | 'unknown';

/** The value of a variable, `undefined` when it is not set. */
export type Lookup = (variable: string) => StoredValue | undefined;

/** Whether a guard holds, in Kleene's three-valued logic: `true || unknown` is true, `!unknown` is unknown. */
export function evaluateGuard(tree: GuardTree, lookup: Lookup): Truth {
  switch (tree.op) {
    case 'value':
    case 'read':
      return truthOf(valueOf(tree, lookup));
    case 'known':
      return lookup(tree.variable) === undefined ? 'false' : 'true';
    case 'in':
      return within(lookup(tree.variable), tree.list);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(tree.op, valueOf(tree.left, lookup), valueOf(tree.right, lookup));
    case '==':
      return same(valueOf(tree.left, lookup), valueOf(tree.right, lookup));
    case '!=':
      return not(same(valueOf(tree.left, lookup), valueOf(tree.right, lookup)));
    case '!':
      return not(evaluateGuard(tree.of, lookup));
    case '&&':
      return both(evaluateGuard(tree.left, lookup), evaluateGuard(tree.right, lookup));
    case '||':
      return not(both(not(evaluateGuard(tree.left, lookup)), not(evaluateGuard(tree.right, lookup))));
  }
}

function valueOf(tree: GuardTree, lookup: Lookup): StoredValue | undefined {
  if (tree.op === 'value') return tree.value;
  if (tree.op === 'read') return lookup(tree.variable);
  const truth = evaluateGuard(tree, lookup);
  return truth === 'unknown' ? undefined : truth === 'true';
}

function truthOf(value: StoredValue | undefined): Truth {
  if (value === undefined) return 'unknown';
  return value === true ? 'true' : 'false';
}

function same(left: StoredValue | undefined, right: StoredValue | undefined): Truth {
  if (left === undefined || right === undefined) return 'unknown';
  return left === right ? 'true' : 'false';
}

function within(value: StoredValue | undefined, list: readonly StoredValue[]): Truth {
  if (value === undefined) return 'unknown';
  return list.includes(value) ? 'true' : 'false';
}

/** Numbers only: the compiler refuses every other order. */
function ordered(
  op: '<' | '<=' | '>' | '>=',
  left: StoredValue | undefined,
  right: StoredValue | undefined,
): Truth {
  if (typeof left !== 'number' || typeof right !== 'number') return 'unknown';
  const holds = { '<': left < right, '<=': left <= right, '>': left > right, '>=': left >= right };
  return holds[op] ? 'true' : 'false';
}

const opposite = { true: 'false', false: 'true', unknown: 'unknown' } as const satisfies Record<Truth, Truth>;
const not = (truth: Truth): Truth => opposite[truth];

function both(left: Truth, right: Truth): Truth {
  if (left === 'false' || right === 'false') return 'false';
  return left === 'true' && right === 'true' ? 'true' : 'unknown';
}
