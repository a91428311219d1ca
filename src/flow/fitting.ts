import type { Plan, PlanVariable, StoredValue } from './plan.ts';

type Variables = Plan['variables'];
type Values = Readonly<Record<string, StoredValue>>;

/** What a flow can hold of what is known: values of other names or types are left out. */
export const fitting = (vars: Values, variables: Variables): Values =>
  Object.fromEntries(Object.entries(vars).filter(([name, value]) => holds(variables, name, value)));

/** Whether a variable may hold a value; *not sure* and *skip* may always be kept of a choice. */
export function holds(variables: Variables, name: string, value: unknown): boolean {
  const variable: PlanVariable | undefined = Object.hasOwn(variables, name) ? variables[name] : undefined;
  switch (variable?.type) {
    case undefined:
      return false;
    case 'flag':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number' && value >= variable.min && value <= variable.max;
    case 'list':
      return Array.isArray(value);
    case 'text':
    case 'place':
      return typeof value === 'string';
    case 'choice':
      return (
        typeof value === 'string' && (variable.of.includes(value) || value === 'unsure' || value === 'skip')
      );
  }
}
