import { type ASTNode, Environment, type ParseResult } from '@marcbachmann/cel-js';
import { riskLevels } from '../../risk/level.ts';
import type { FlowRule } from '../issue.ts';
import { flowLimits } from '../limits.ts';
import { type GuardTree, type PlanVariable, riskVariable } from '../plan.ts';

/** A guard that may run, or the rule that it breaks. */
export type GuardResult =
  | { readonly status: 'checked'; readonly tree: GuardTree; readonly reads: readonly string[] }
  | ({ readonly status: 'refused' } & Fault);

/** Why a guard is refused: the rule, and its sentence in the `lint` catalogue. */
interface Fault {
  readonly rule: FlowRule;
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
}

type Variables = Readonly<Record<string, PlanVariable>>;

/** Answers that any choice variable may hold besides its own list (safety-content §3.0, digits 7 and 8). */
const reservedValues = ['unsure', 'skip'];

class Refusal extends Error {
  readonly fault: Fault;
  constructor(rule: FlowRule, key: string, params: Fault['params'] = {}) {
    super(key);
    this.fault = { rule, key, params };
  }
}

/**
 * Checks one guard written in CEL and turns it into plain data. CEL's parser and type checker judge the writing;
 * only names, text, numbers and truth values, `== != < <= > >= && || ! in`, parentheses and `known(name)` pass
 * (flow.md §1.4).
 */
export function compileGuard(source: string, variables: Variables): GuardResult {
  if (source.length > flowLimits.guardCharacters) {
    return refused({
      rule: 'limits',
      key: 'limits.guard',
      params: { most: String(flowLimits.guardCharacters) },
    });
  }
  try {
    const parsed = parse(source, variables);
    const tree = treeOf(parsed.ast, variables);
    checkTypes(parsed);
    return { status: 'checked', tree, reads: [...new Set(readsOf(tree))].sort() };
  } catch (error) {
    if (error instanceof Refusal) return refused(error.fault);
    throw error;
  }
}

const refused = (fault: Fault): GuardResult => ({ status: 'refused', ...fault });

/** The only error that escapes CEL's parser is its own complaint about the writing. */
function parse(source: string, variables: Variables): ParseResult {
  try {
    return environmentOf(variables).parse(source);
  } catch (error) {
    throw new Refusal('guard-syntax', 'guard-syntax', { detail: firstLine(error) });
  }
}

function checkTypes(parsed: ParseResult): void {
  const verdict = parsed.check();
  if (!verdict.valid) throw new Refusal('var-type', 'var-type.mixed', { detail: firstLine(verdict.error) });
  if (verdict.type !== 'bool') throw new Refusal('var-type', 'var-type.truth');
}

/** One environment serves all guards of a flow: making it costs more than judging a guard. */
const environments = new WeakMap<Variables, Environment>();

function environmentOf(variables: Variables): Environment {
  const known = environments.get(variables);
  if (known !== undefined) return known;
  const environment = new Environment().registerFunction('known(dyn): bool', () => true);
  environment.registerVariable(riskVariable, 'string');
  for (const [name, { type }] of Object.entries(variables)) {
    environment.registerVariable(name, celTypes[type]);
  }
  environments.set(variables, environment);
  return environment;
}

/** Numbers are checked here: CEL keeps whole and broken ones apart and refuses `4` for a number (flow.md §1.4). */
const celTypes = {
  choice: 'string',
  flag: 'bool',
  number: 'dyn',
  text: 'string',
  place: 'string',
  list: 'list<string>',
} as const satisfies Record<PlanVariable['type'], string>;

function treeOf(node: ASTNode, variables: Variables): GuardTree {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- an allow-list: whatever CEL adds is refused
  switch (node.op) {
    case 'value':
      return literalOf(node.args);
    case 'id':
      return { op: 'read', variable: comparable(node.args, variables) };
    case 'in':
      return membershipOf(node.args, variables);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return orderOf(node.op, node.args, variables);
    case 'call':
      return knownOf(node.args, variables);
    case '==':
    case '!=':
      return comparisonOf(node.op, node.args, variables);
    case '&&':
    case '||':
      return { op: node.op, left: truth(node.args[0], variables), right: truth(node.args[1], variables) };
    case '!_':
      return { op: '!', of: truth(node.args, variables) };
    default:
      throw new Refusal('op-not-allowed', 'op-not-allowed', { op: node.op });
  }
}

/** A part that must be true or false: a number is not. */
function truth(node: ASTNode, variables: Variables): GuardTree {
  const tree = treeOf(node, variables);
  const isNumber = tree.op === 'read' && variables[tree.variable]?.type === 'number';
  if (isNumber || (tree.op === 'value' && typeof tree.value !== 'boolean'))
    throw new Refusal('var-type', 'var-type.truth');
  return tree;
}

function literalOf(value: unknown): GuardTree {
  if (typeof value === 'string' || typeof value === 'boolean') return { op: 'value', value };
  // CEL reads 3 as an integer of its own kind (BigInt) and 3.5 as a number.
  if (typeof value === 'number' || typeof value === 'bigint') return { op: 'value', value: Number(value) };
  throw new Refusal('op-not-allowed', 'op-not-allowed.literal');
}

function knownOf(args: readonly [string, readonly ASTNode[]], variables: Variables): GuardTree {
  const [name, [argument, ...more]] = args;
  if (name !== 'known' || more.length > 0 || argument?.op !== 'id') {
    throw new Refusal('op-not-allowed', 'op-not-allowed.call', { name });
  }
  return { op: 'known', variable: declared(argument.args, variables) };
}

function comparisonOf(op: '==' | '!=', args: readonly [ASTNode, ASTNode], variables: Variables): GuardTree {
  const left = treeOf(args[0], variables);
  const right = treeOf(args[1], variables);
  if (left.op === 'value' && right.op === 'value')
    throw new Refusal('op-not-allowed', 'op-not-allowed.literal');
  checkValue(left, right, variables);
  checkValue(right, left, variables);
  return { op, left, right };
}

/** Order is for number variables against plain numbers: bands, not arithmetic. */
function orderOf(
  op: '<' | '<=' | '>' | '>=',
  args: readonly [ASTNode, ASTNode],
  variables: Variables,
): GuardTree {
  const left = treeOf(args[0], variables);
  const right = treeOf(args[1], variables);
  const [variable, literal] = left.op === 'read' ? [left, right] : [right, left];
  if (variable.op !== 'read' || literal.op !== 'value')
    throw new Refusal('op-not-allowed', 'op-not-allowed.literal');
  if (variables[variable.variable]?.type !== 'number')
    throw new Refusal('var-type', 'var-type.order', { name: variable.variable });
  return { op, left, right };
}

function membershipOf(args: readonly [ASTNode, ASTNode], variables: Variables): GuardTree {
  const [left, right] = args;
  if (left.op !== 'id' || right.op !== 'list')
    throw new Refusal('op-not-allowed', 'op-not-allowed', { op: 'in' });
  const read: GuardTree = { op: 'read', variable: comparable(left.args, variables) };
  const list = right.args.map((node) => {
    const item = node.op === 'value' ? literalOf(node.args) : null;
    if (item?.op !== 'value') throw new Refusal('op-not-allowed', 'op-not-allowed', { op: 'in' });
    checkValue(read, item, variables);
    return item.value;
  });
  return { op: 'in', variable: read.variable, list };
}

/** A literal that the variable can never hold is a spelling mistake: the rule would never (or always) fire. */
function checkValue(side: GuardTree, other: GuardTree, variables: Variables): void {
  if (side.op !== 'read' || other.op !== 'value') return;
  const isNumber = variables[side.variable]?.type === 'number';
  if (isNumber !== (typeof other.value === 'number'))
    throw new Refusal('var-type', 'var-type.mixed', { detail: `${side.variable}, ${String(other.value)}` });
  if (typeof other.value !== 'string') return;
  const allowed = valuesOf(side.variable, variables);
  if (allowed === null || allowed.includes(other.value)) return;
  throw new Refusal('var-type', 'var-type.never', { name: side.variable, value: other.value });
}

function valuesOf(variable: string, variables: Variables): readonly string[] | null {
  if (variable === riskVariable) return riskLevels;
  const type = variables[variable];
  return type?.type === 'choice' ? [...type.of, ...reservedValues] : null;
}

function declared(name: string, variables: Variables): string {
  if (name === riskVariable || Object.hasOwn(variables, name)) return name;
  throw new Refusal('var-undeclared', 'var-undeclared', { name });
}

/** What a person wrote, a place and a list are opaque: only known(name) may look at them (flow.md §1.3). */
function comparable(name: string, variables: Variables): string {
  const type = declared(name, variables) === riskVariable ? undefined : variables[name]?.type;
  if (type === 'text' || type === 'place' || type === 'list')
    throw new Refusal('text-in-guard', 'text-in-guard', { name });
  return name;
}

/** The variables that must be set for a plain answer; `known(x)` itself needs nothing, nor does the risk so far. */
function readsOf(tree: GuardTree): readonly string[] {
  switch (tree.op) {
    case 'read':
      return tree.variable === riskVariable ? [] : [tree.variable];
    case 'in':
      return tree.variable === riskVariable ? [] : [tree.variable];
    case 'value':
    case 'known':
      return [];
    case '!':
      return readsOf(tree.of);
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
    case '&&':
    case '||':
      return [...readsOf(tree.left), ...readsOf(tree.right)];
  }
}

const firstLine = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : 'unknown fault';
