import { z } from 'zod';
import type { PlanValue, PlanVariable } from '../plan.ts';
import { report, stepKind, target } from './kind.ts';

/** `set`: gives variables fixed values and goes on. */
export const set = stepKind({
  kind: 'set',
  says: 'Gives variables fixed values and goes on.',
  exits: ['next'],
  schema: z.strictObject({ set: z.record(z.string(), z.union([z.string(), z.boolean()])), next: target }),
  compile(authored, place) {
    for (const [name, value] of Object.entries(authored.set)) {
      const variable = Object.hasOwn(place.variables, name) ? place.variables[name] : undefined;
      if (variable === undefined)
        report(place, 'var-undeclared', ['set', name], `“${name}” is not declared in vars.`);
      else if (!holds(variable, value))
        report(place, 'var-type', ['set', name], `“${name}” cannot hold “${value}”.`);
    }
    return { kind: 'set', values: authored.set, next: authored.next };
  },
});

function holds(variable: PlanVariable, value: PlanValue): boolean {
  return variable.type === 'flag' ? typeof value === 'boolean' : variable.of.includes(String(value));
}
