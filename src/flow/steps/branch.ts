import { z } from 'zod';
import { compileGuard } from '../guards/compile.ts';
import type { PlanGuard } from '../plan.ts';
import { marksOf, report, riskFields, type StepPlace, stepKind, target } from './kind.ts';

/**
 * `branch`: takes the first rule that holds. A rule that compares an unset variable leads to `unknown`; that exit may
 * be left out only where no rule can meet an unset variable, and then it equals `otherwise`.
 */
export const branch = stepKind({
  kind: 'branch',
  exits: ['otherwise'],
  schema: z.strictObject({
    branch: z.array(z.strictObject({ when: z.string(), ...riskFields, next: target })).min(1),
    otherwise: target,
    unknown: target.optional(),
  }),
  compile(authored, place) {
    const rules = authored.branch.map((rule, index) => ({
      guard: guardOf(rule.when, index, place),
      risk: marksOf(place, ['branch', index], rule),
      next: rule.next,
    }));
    const compares = rules.flatMap(({ guard }) => guard.reads);
    if (authored.unknown === undefined && compares.length > 0) {
      report(place, 'maybe-unset', [], { names: [...new Set(compares)].join(', ') });
    }
    return {
      kind: 'branch',
      rules,
      otherwise: authored.otherwise,
      unknown: authored.unknown ?? authored.otherwise,
    };
  },
});

function guardOf(source: string, index: number, place: StepPlace): PlanGuard {
  const rule = `${place.step}.${index + 1}`;
  const result = compileGuard(source, place.variables);
  if (result.status === 'checked') return { rule, source, reads: result.reads, tree: result.tree };
  report(place, result.rule, ['branch', index, 'when'], result.params, result.key);
  return { rule, source, reads: [], tree: { op: 'value', value: false } };
}
