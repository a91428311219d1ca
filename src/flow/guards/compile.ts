import { type ASTNode, Environment, type ParseResult } from '@marcbachmann/cel-js';
import { riskLevels } from '../../risk/level.ts';
import type { FlowRule } from '../issue.ts';
import { flowLimits } from '../limits.ts';
import { type GuardTree, type PlanVariable, riskVariable } from '../plan.ts';

/** A guard that may run, or the rule that it breaks. */
export type GuardResult =
  | { readonly status: 'checked'; readonly tree: GuardTree; readonly reads: readonly string[] }
  | { readonly status: 'refused'; readonly rule: FlowRule; readonly message: string };

type Variables = Readonly<Record<string, PlanVariable>>;

/** Answers that any choice variable may hold besides its own list (safety-content §3.0, digits 7 and 8). */
const reservedValues = ['unsure', 'skip'];

class Refusal extends Error {
  readonly rule: FlowRule;
  constructor(rule: FlowRule, message: string) {
    super(message);
    this.rule = rule;
  }
}

/**
 * Checks one guard written in CEL and turns it into plain data. CEL's parser and type checker judge the writing;
 * only names, text and truth values, `== != && || !`, parentheses and `known(name)` pass (flow.md §1.4).
 */
export function compileGuard(source: string, variables: Variables): GuardResult {
  if (source.length > flowLimits.guardCharacters) {
    return refused('limits', `A condition may have ${flowLimits.guardCharacters} characters.`);
  }
  try {
    const parsed = parse(source, variables);
    const tree = treeOf(parsed.ast, variables);
    const fault = typeFault(parsed);
    if (fault !== null) return refused('var-type', fault);
    return { status: 'checked', tree, reads: [...new Set(readsOf(tree))].sort() };
  } catch (error) {
    if (error instanceof Refusal) return refused(error.rule, error.message);
    throw error;
  }
}

const refused = (rule: FlowRule, message: string): GuardResult => ({ status: 'refused', rule, message });

/** The only error that escapes CEL's parser is its own complaint about the writing. */
function parse(source: string, variables: Variables): ParseResult {
  try {
    return environmentOf(variables).parse(source);
  } catch (error) {
    throw new Refusal('guard-syntax', `The condition cannot be read: ${firstLine(error)}.`);
  }
}

function typeFault(parsed: ParseResult): string | null {
  const verdict = parsed.check();
  if (!verdict.valid) return `The condition compares different kinds of value: ${firstLine(verdict.error)}.`;
  return verdict.type === 'bool' ? null : 'A condition must be true or false.';
}

/** One environment serves all guards of a flow: making it costs more than judging a guard. */
const environments = new WeakMap<Variables, Environment>();

function environmentOf(variables: Variables): Environment {
  const known = environments.get(variables);
  if (known !== undefined) return known;
  const environment = new Environment().registerFunction('known(dyn): bool', () => true);
  environment.registerVariable(riskVariable, 'string');
  for (const [name, { type }] of Object.entries(variables)) {
    environment.registerVariable(name, type === 'flag' ? 'bool' : 'string');
  }
  environments.set(variables, environment);
  return environment;
}

function treeOf(node: ASTNode, variables: Variables): GuardTree {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- an allow-list: whatever CEL adds is refused
  switch (node.op) {
    case 'value':
      return literalOf(node.args);
    case 'id':
      return { op: 'read', variable: declared(node.args, variables) };
    case 'call':
      return knownOf(node.args, variables);
    case '==':
    case '!=':
      return comparisonOf(node.op, node.args, variables);
    case '&&':
    case '||':
      return { op: node.op, left: treeOf(node.args[0], variables), right: treeOf(node.args[1], variables) };
    case '!_':
      return { op: '!', of: treeOf(node.args, variables) };
    default:
      throw new Refusal('op-not-allowed', `“${node.op}” is not allowed in a condition.`);
  }
}

function literalOf(value: unknown): GuardTree {
  if (typeof value === 'string' || typeof value === 'boolean') return { op: 'value', value };
  throw new Refusal('op-not-allowed', 'A condition compares answers and flags, not numbers or other values.');
}

function knownOf(args: readonly [string, readonly ASTNode[]], variables: Variables): GuardTree {
  const [name, [argument, ...more]] = args;
  if (name !== 'known' || more.length > 0 || argument?.op !== 'id') {
    throw new Refusal(
      'op-not-allowed',
      `“${name}(…)” is not allowed in a condition; only known(variable) is.`,
    );
  }
  return { op: 'known', variable: declared(argument.args, variables) };
}

function comparisonOf(op: '==' | '!=', args: readonly [ASTNode, ASTNode], variables: Variables): GuardTree {
  const left = treeOf(args[0], variables);
  const right = treeOf(args[1], variables);
  checkValue(left, right, variables);
  checkValue(right, left, variables);
  return { op, left, right };
}

/** A literal that the variable can never hold is a spelling mistake: the rule would never (or always) fire. */
function checkValue(side: GuardTree, other: GuardTree, variables: Variables): void {
  if (side.op !== 'read' || other.op !== 'value' || typeof other.value !== 'string') return;
  const allowed = valuesOf(side.variable, variables);
  if (allowed === null || allowed.includes(other.value)) return;
  throw new Refusal('var-type', `“${side.variable}” can never be “${other.value}”.`);
}

function valuesOf(variable: string, variables: Variables): readonly string[] | null {
  if (variable === riskVariable) return riskLevels;
  const type = variables[variable];
  return type?.type === 'choice' ? [...type.of, ...reservedValues] : null;
}

function declared(name: string, variables: Variables): string {
  if (name === riskVariable || Object.hasOwn(variables, name)) return name;
  throw new Refusal('var-undeclared', `“${name}” is not declared in vars.`);
}

/** The variables that must be set for a plain answer; `known(x)` itself needs nothing, nor does the risk so far. */
function readsOf(tree: GuardTree): readonly string[] {
  switch (tree.op) {
    case 'read':
      return tree.variable === riskVariable ? [] : [tree.variable];
    case 'value':
    case 'known':
      return [];
    case '!':
      return readsOf(tree.of);
    case '==':
    case '!=':
    case '&&':
    case '||':
      return [...readsOf(tree.left), ...readsOf(tree.right)];
  }
}

const firstLine = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : 'unknown fault';
