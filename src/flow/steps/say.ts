import { z } from 'zod';
import { bubbles, keepBubbles, stepKind, target } from './kind.ts';

/** `say`: sends one or two bubbles and goes on without waiting. */
export const say = stepKind({
  kind: 'say',
  says: 'Says something and goes on.',
  exits: ['next'],
  schema: z.strictObject({ say: bubbles, child: bubbles.optional(), next: target }),
  compile: (authored, place) => ({
    kind: 'say',
    text: keepBubbles(place, 'say', authored.say),
    ...(authored.child !== undefined && { childText: keepBubbles(place, 'say', authored.child, '.child') }),
    next: authored.next,
  }),
});
