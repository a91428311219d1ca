import { z } from 'zod';
import type { PlanCards } from '../plan.ts';
import { bubbles, keepBubbles, report, type StepPlace, stepKind, target } from './kind.ts';

/**
 * `say`: sends one or two bubbles and goes on without waiting. `cards` shows registered lines (`hotline/police`) or
 * the services that a lookup found.
 */
export const say = stepKind({
  kind: 'say',
  exits: ['next'],
  schema: z.strictObject({
    say: bubbles,
    child: bubbles.optional(),
    cards: z.union([z.string(), z.array(z.string()).min(1).max(3)]).optional(),
    next: target,
  }),
  compile: (authored, place) => ({
    kind: 'say',
    text: keepBubbles(place, 'say', authored.say),
    ...(authored.child !== undefined && { childText: keepBubbles(place, 'say', authored.child, '.child') }),
    ...(authored.cards !== undefined && { cards: cardsOf([authored.cards].flat(), place) }),
    next: authored.next,
  }),
});

const prefix = 'hotline/';

/** Either registered lines, or one list variable: the two are never mixed. */
function cardsOf(authored: readonly string[], place: StepPlace): PlanCards {
  const [first = ''] = authored;
  if (authored.every((card) => card.startsWith(prefix)))
    return { kind: 'hotlines', ids: authored.map((card) => card.slice(prefix.length)) };
  const variable = Object.hasOwn(place.variables, first) ? place.variables[first] : undefined;
  if (variable === undefined) report(place, 'var-undeclared', ['cards'], { name: first });
  else if (variable.type !== 'list' || authored.length > 1)
    report(place, 'var-type', ['cards'], { name: first }, 'var-type.cards');
  return { kind: 'list', variable: first };
}
