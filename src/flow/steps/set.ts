import { z } from 'zod';
import type { PlanValue, PlanVariable } from '../plan.ts';
import { variableOf } from './asking.ts';
import { report, type StepPlace, stepKind, target } from './kind.ts';

const sum = z.strictObject({ add: z.number().int() });

/** `set`: gives variables fixed values, or adds a constant to a number (`{ add: 1 }`), and goes on. */
export const set = stepKind({
  kind: 'set',
  exits: ['next'],
  schema: z.strictObject({
    set: z.record(z.string(), z.union([z.string(), z.boolean(), z.number().int(), sum])),
    next: target,
  }),
  compile(authored, place) {
    const entries = Object.entries(authored.set);
    for (const [name, value] of entries) check(name, value, place);
    const values = entries.filter((entry): entry is [string, PlanValue] => typeof entry[1] !== 'object');
    const sums = entries.flatMap(([name, value]) =>
      typeof value === 'object' ? [[name, value.add] as const] : [],
    );
    return {
      kind: 'set',
      values: Object.fromEntries(values),
      ...(sums.length > 0 && { add: Object.fromEntries(sums) }),
      next: authored.next,
    };
  },
});

function check(name: string, value: PlanValue | { readonly add: number }, place: StepPlace): void {
  const variable = variableOf(place, name);
  const path = ['set', name];
  if (variable === undefined) return report(place, 'var-undeclared', path, { name });
  if (typeof value !== 'object' && !holds(variable, value))
    return report(place, 'var-type', path, { name, value: String(value) }, 'var-type.hold');
  if (typeof value === 'object' && variable.type !== 'number')
    report(place, 'var-type', path, { name }, 'var-type.order');
}

function holds(variable: PlanVariable, value: PlanValue): boolean {
  if (variable.type === 'flag') return typeof value === 'boolean';
  if (variable.type === 'number')
    return typeof value === 'number' && value >= variable.min && value <= variable.max;
  return variable.type === 'choice' && typeof value === 'string' && variable.of.includes(value);
}
