import type { GuardTree } from '../plan.ts';

/**
 * The guard with every variable but one left open: `known(x)` of a variable that may hold anything is itself open and
 * is read as the variable's own truth. Evaluated with that one variable alone, *unknown* then means that both may be.
 */
export function openTree(tree: GuardTree, kept: string): GuardTree {
  switch (tree.op) {
    case 'known':
      return tree.variable === kept ? tree : { op: 'read', variable: tree.variable };
    case '!':
      return { op: '!', of: openTree(tree.of, kept) };
    case 'value':
    case 'read':
    case 'in':
      return tree;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { op: tree.op, left: openTree(tree.left, kept), right: openTree(tree.right, kept) };
    case '==':
    case '!=':
      return { op: tree.op, left: openTree(tree.left, kept), right: openTree(tree.right, kept) };
    case '&&':
    case '||':
      return { op: tree.op, left: openTree(tree.left, kept), right: openTree(tree.right, kept) };
  }
}
