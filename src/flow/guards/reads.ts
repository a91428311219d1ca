import type { GuardTree } from '../plan.ts';

/** Every variable that a guard looks at, also one that it only asks known(…) of, and the level so far. */
export function readBy(tree: GuardTree): readonly string[] {
  switch (tree.op) {
    case 'value':
      return [];
    case 'read':
    case 'known':
    case 'in':
      return [tree.variable];
    case '!':
      return readBy(tree.of);
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
    case '&&':
    case '||':
      return [...readBy(tree.left), ...readBy(tree.right)];
  }
}

/** Numbers that a guard compares a variable with. */
export function constantsOf(tree: GuardTree, name: string): readonly number[] {
  switch (tree.op) {
    case 'value':
    case 'read':
    case 'known':
      return [];
    case 'in':
      return tree.variable === name ? tree.list.filter((value) => typeof value === 'number') : [];
    case '!':
      return constantsOf(tree.of, name);
    case '&&':
    case '||':
      return [...constantsOf(tree.left, name), ...constantsOf(tree.right, name)];
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=': {
      const sides = [tree.left, tree.right];
      const isAbout = sides.some((side) => side.op === 'read' && side.variable === name);
      return isAbout
        ? sides.flatMap((side) => (side.op === 'value' && typeof side.value === 'number' ? [side.value] : []))
        : [];
    }
  }
}
