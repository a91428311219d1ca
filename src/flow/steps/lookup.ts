import { z } from 'zod';
import { flowLimits } from '../limits.ts';
import { variableOf } from './asking.ts';
import { report, type StepPlace, stepKind, target } from './kind.ts';

/**
 * `lookup`: asks the directory for services a person may see and rests until it answers. Shelters and trusted
 * addresses are never among them (safety-content §7).
 */
export const lookup = stepKind({
  kind: 'lookup',
  exits: ['found', 'none', 'failed'],
  schema: z.strictObject({
    lookup: z.literal('services'),
    where: z
      .strictObject({
        kind: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
        near: z.string().optional(),
        limit: z.number().int().min(1).max(flowLimits.cards).optional(),
      })
      .optional(),
    save: z.string(),
    found: target,
    none: target,
    failed: target,
  }),
  compile(authored, place) {
    const { kind, near, limit } = authored.where ?? {};
    checkType(authored.save, 'list', ['save'], place);
    if (near !== undefined) checkType(near, 'place', ['where', 'near'], place);
    return {
      kind: 'lookup',
      query: {
        what: 'services',
        kinds: kind === undefined ? [] : [kind].flat(),
        near: near ?? null,
        limit: limit ?? flowLimits.cards,
      },
      save: authored.save,
      found: authored.found,
      none: authored.none,
      failed: authored.failed,
    };
  },
});

function checkType(name: string, type: 'list' | 'place', path: readonly string[], place: StepPlace): void {
  const variable = variableOf(place, name);
  if (variable === undefined) return report(place, 'var-undeclared', path, { name });
  if (variable.type !== type) report(place, 'var-type', path, { name, type }, 'var-type.typed');
}
